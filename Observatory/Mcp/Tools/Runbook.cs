using Observatory.Mcp.Calls;

namespace Observatory.Mcp.Tools;

/// <summary>
/// The runbook of the settings: a Markdown file with a section for each alert, found by the anchor of the alert's link to it. Read again
/// for every answer, which is seldom, so that an edit shows.
/// </summary>
internal sealed class Runbook(McpOptions options)
{
    private const long MaxBytes = 1024 * 1024;

    /// <summary>The text of the section that a link leads to; null without a file, a link or such a section.</summary>
    public string? Find(string? link)
    {
        if (options.Runbook is not { } path || link?.Split('#', 2) is not [_, { Length: > 0 } anchor]
            || new FileInfo(path) is not { Exists: true, Length: <= MaxBytes })
        {
            return null;
        }

        try
        {
            var section = File.ReadLines(path).SkipWhile(line => !IsHeading(line, anchor)).Skip(1)
                .TakeWhile(line => !line.StartsWith("# ", StringComparison.Ordinal) && !line.StartsWith("## ", StringComparison.Ordinal));
            return string.Join('\n', section).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The anchor of a heading, as GitHub makes it: lower case, spaces as hyphens, without other punctuation.
    private static bool IsHeading(string line, string anchor) =>
        line.StartsWith("## ", StringComparison.Ordinal)
        && string.Concat(line[3..].Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-') == anchor;
}
