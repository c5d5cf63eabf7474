namespace Observatory.Dashboards.Variables;

/// <summary>What stands for a variable.</summary>
/// <param name="Values">The values chosen.</param>
/// <param name="IsList">Whether there may be several, so that each is escaped where a pattern is expected.</param>
/// <param name="Raw">Used as it is, whatever the format: the text for all values.</param>
/// <param name="Text">As shown.</param>
internal sealed record VariableValue(IReadOnlyList<string> Values, bool IsList = false, string? Raw = null, string? Text = null)
{
    /// <summary>Part of an address already: written as it is in every format.</summary>
    public string? Address { get; init; }

    /// <summary>One value.</summary>
    public static VariableValue Of(string value) => new([value]);
}
