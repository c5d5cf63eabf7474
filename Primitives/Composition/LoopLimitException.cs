namespace Tta.Primitives;

/// <summary>A loop was not done after as many passes as it may have.</summary>
public sealed class LoopLimitException : Exception
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The loop's name.</param>
    /// <param name="passes">How many passes there were.</param>
    public LoopLimitException(string primitive, int passes)
        : base($"The loop '{primitive}' was not done after {passes} passes. Raise {nameof(LoopOptions)}.{nameof(LoopOptions.MaxPasses)}, or make it done sooner.") =>
        Passes = passes;

    /// <summary>How many passes there were.</summary>
    public int Passes { get; }
}
