namespace Soak;

/// <summary>What happens.</summary>
internal enum FaultKind
{
    /// <summary>A process ends as by a crash.</summary>
    Kill,

    /// <summary>A process does nothing, its ports open.</summary>
    Hang,

    /// <summary>The store has too little room.</summary>
    DiskFull,

    /// <summary>A process' clock jumps.</summary>
    Clock,
}
