using System.Globalization;

namespace Tta.Primitives;

/// <summary>A primitive took longer than it was allowed to.</summary>
public sealed class WorkflowTimeoutException : TimeoutException
{
    internal WorkflowTimeoutException(string primitive, TimeSpan limit, Exception? inner)
        : base(string.Create(CultureInfo.InvariantCulture, $"'{primitive}' did not finish within {limit.TotalSeconds} s."), inner)
    {
        Primitive = primitive;
        Limit = limit;
    }

    /// <summary>The name of the time limit's primitive.</summary>
    public string Primitive { get; }

    /// <summary>The limit that was passed.</summary>
    public TimeSpan Limit { get; }
}
