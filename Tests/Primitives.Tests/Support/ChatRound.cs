namespace Tta.Primitives.Tests.Support;

/// <summary>What a model asks for in one round: calls of tools, each with its only argument.</summary>
internal sealed record ChatRound(params (string Tool, object? Argument)[] Calls)
{
    /// <summary>The argument's name.</summary>
    public string Named { get; init; } = "i";
}
