namespace Observatory.SelfMonitoring;

/// <summary>A counter that any thread may raise.</summary>
internal sealed class SelfCounter
{
    private long _value;

    /// <summary>The count since the process started.</summary>
    public long Value => Interlocked.Read(ref _value);

    /// <summary>Raises the count.</summary>
    public void Add(long count) => Interlocked.Add(ref _value, count);

    /// <summary>Raises the count by one.</summary>
    public void Increment() => Interlocked.Increment(ref _value);
}
