using Observatory.Storage;
using Observatory.Traces.Model;

namespace Observatory.SpanMetrics;

/// <summary>The operations of one service. Found by name alone; kinds and outcomes are places in an array.</summary>
internal sealed class ServiceOperations
{
    private const int Statuses = (int)SpanStatus.Error + 1;
    private const int Places = ((int)SpanKind.Consumer + 1) * Statuses;

    private readonly Dictionary<byte[], OperationSeries?[]> _operations = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], OperationSeries?[]>.AlternateLookup<ReadOnlySpan<byte>> _byName;

    /// <summary>A service without operations.</summary>
    public ServiceOperations(byte[] name)
    {
        Name = name;
        _byName = _operations.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The service's name.</summary>
    public byte[] Name { get; }

    /// <summary>Monotonic time of its last span.</summary>
    public long LastSeen { get; set; }

    /// <summary>All its series.</summary>
    public IEnumerable<OperationSeries> Series => _operations.Values.SelectMany(places => places).OfType<OperationSeries>();

    /// <summary>Finds a series.</summary>
    public OperationSeries? Find(ReadOnlySpan<byte> name, SpanKind kind, SpanStatus status) =>
        _byName.TryGetValue(NameTable.Cut(name), out var places) ? places[Place(kind, status)] : null;

    /// <summary>Adds a series that is not there.</summary>
    public void Add(ReadOnlySpan<byte> name, SpanKind kind, SpanStatus status, OperationSeries series)
    {
        name = NameTable.Cut(name);
        if (!_byName.TryGetValue(name, out var places))
        {
            _operations.Add(name.ToArray(), places = new OperationSeries?[Places]);
        }

        places[Place(kind, status)] = series;
    }

    private static int Place(SpanKind kind, SpanStatus status) => ((int)kind * Statuses) + (int)status;
}
