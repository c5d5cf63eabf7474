using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Caching.Distributed;

namespace Tta.Primitives;

/// <summary>What a <see cref="CachePrimitive{TIn, TOut}"/> keeps, for how long and where.</summary>
/// <typeparam name="TOut">What is cached.</typeparam>
public sealed class CacheOptions<TOut> : ICheckedOptions<CacheOptions<TOut>>
{
    /// <summary>The primitive's name, also the <c>cache_name</c> of its metrics. Default: its type.</summary>
    public string? Name { get; set; }

    /// <summary>How many results are held in memory; the least recently used goes first. Default: 1000.</summary>
    [Range(1, int.MaxValue)]
    public int MaxEntries { get; set; } = 1000;

    /// <summary>How long a result is good. Default: 1 h.</summary>
    [DurationRange(0.001, 365 * 86400.0)]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A second level shared with other processes, such as Redis. Default: none.</summary>
    public IDistributedCache? SecondLevel { get; set; }

    /// <summary>The second level's name in spans (<c>cache.{backend}.lookup</c>) and metrics.</summary>
    [Required]
    public string SecondLevelBackend { get; set; } = "redis";

    /// <summary>How long to wait for the second level before doing without it. Default: 500 ms.</summary>
    [DurationRange(0.001, 60)]
    public TimeSpan SecondLevelTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest time for which a failing second level is left alone: one second after the first failure, twice as long after each
    /// further one, then one caller tries it again. 0: it is asked each time. Default: 30 s.
    /// </summary>
    [DurationRange(0, 3600)]
    public TimeSpan SecondLevelCoolDown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Turns results into bytes for the second level. Needed with one, except for texts.</summary>
    public ICacheSerializer<TOut>? Serializer { get; set; }

    /// <summary>Size of a result in bytes, for <c>tta.cache.size</c>. Default: known for texts and byte arrays only.</summary>
    public Func<TOut, long>? SizeOf { get; set; }

    /// <summary>The clock.</summary>
    [Required]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    CacheOptions<TOut> ICheckedOptions<CacheOptions<TOut>>.Copy() => (CacheOptions<TOut>)MemberwiseClone();
}
