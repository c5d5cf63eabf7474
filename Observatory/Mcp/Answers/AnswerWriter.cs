using ModelContextProtocol.Protocol;
using Observatory.Html;
using Observatory.Mcp.Asking;

namespace Observatory.Mcp.Answers;

/// <summary>
/// Writes an answer within a budget. What has no room is left out row by row, the least telling first, and said: <c>returned</c>,
/// <c>total</c>, <c>truncated</c>, <c>next</c>.
/// </summary>
internal static class AnswerWriter
{
    /// <summary>Tokens of an answer, unless asked for otherwise.</summary>
    public const int DefaultTokens = 4000;

    /// <summary>The least that can be asked for: room for what is said once.</summary>
    public const int MinTokens = 500;

    /// <summary>The most that can be asked for.</summary>
    public const int MaxTokens = 50_000;

    /// <summary>What a token is taken for.</summary>
    public const int CharactersPerToken = 4;

    // Names and punctuation of what is written about the rows.
    private const int Envelope = 160;
    private const int MaxText = 700;

    /// <summary>Writes.</summary>
    public static CallToolResult Write(Answer answer, int tokens = DefaultTokens)
    {
        var text = Display.Cut(answer.Text, MaxText);
        var head = Members(answer.Head);
        var foot = Foot(answer);
        List<AnswerRows> all = [answer.Rows, .. answer.More];
        var room = (tokens * CharactersPerToken) - text.Length - Length(head) - Length(foot) - Envelope
            - all.Sum(r => (2 * r.Name.Length) + 40);
        var kept = Fit(all, room);
        var returned = kept[answer.Rows].Count;
        var total = answer.Total ?? answer.Rows.Rows.Count;
        head.AddRange(all.Select(rows => KeyValuePair.Create(rows.Name, $"[{string.Join(',', kept[rows])}]")));
        foreach (var rows in answer.More.Where(r => kept[r].Count < r.Rows.Count))
        {
            head.Add(new($"{rows.Name}_left_out", Number(rows.Rows.Count - kept[rows].Count)));
        }

        head.Add(new("returned", Number(returned)));
        head.Add(new("total", Number(total)));
        head.Add(new("truncated", returned < total || answer.More.Any(r => kept[r].Count < r.Rows.Count) ? "true" : "false"));
        if (returned < total && answer.Next?.Invoke(returned) is { } next)
        {
            head.Add(new("next", AnswerJson.Write(next)));
        }

        var json = $"{{{string.Join(',', head.Concat(foot).Select(m => $"\"{m.Key}\":{m.Value}"))}}}";
        using var document = JsonDocument.Parse(json);
        return new() { Content = [new TextContentBlock { Text = text }], StructuredContent = document.RootElement.Clone() };
    }

    private static Dictionary<AnswerRows, List<string>> Fit(List<AnswerRows> all, int room)
    {
        var rows = all.SelectMany(section => section.Rows.Select(
            (row, place) => (Section: section, Place: place, row.Weight, Json: AnswerJson.Write(row.Value)))).ToList();
        var length = rows.Sum(r => (long)r.Json.Length + 1);
        var leftOut = new HashSet<(AnswerRows, int)>();
        foreach (var row in rows.OrderBy(r => r.Weight).ThenByDescending(r => r.Place))
        {
            if (length <= room)
            {
                break;
            }

            length -= row.Json.Length + 1;
            leftOut.Add((row.Section, row.Place));
        }

        var kept = rows.Where(r => !leftOut.Contains((r.Section, r.Place)))
            .ToLookup(r => r.Section, r => r.Json, ReferenceEqualityComparer.Instance);
        return all.ToDictionary(section => section, section => kept[section].ToList());
    }

    private static List<KeyValuePair<string, string>> Members(object? head)
    {
        if (head is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(AnswerJson.Write(head));
        return [.. document.RootElement.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value.GetRawText()))];
    }

    private static List<KeyValuePair<string, string>> Foot(Answer answer)
    {
        var foot = new List<KeyValuePair<string, string>>();
        if (answer.Time is { } time)
        {
            foot.Add(new("since", AnswerJson.Write(AskedTime.Write(time.From))));
            foot.Add(new("until", AnswerJson.Write(AskedTime.Write(time.To))));
        }

        if (answer.Link is { } link)
        {
            foot.Add(new("link", AnswerJson.Write(link.AbsoluteUri)));
        }

        if (answer.Notes.Count > 0)
        {
            foot.Add(new("notes", AnswerJson.Write(answer.Notes)));
        }

        foot.Add(new("notice", AnswerJson.Write(DataText.Notice)));
        return foot;
    }

    private static int Length(List<KeyValuePair<string, string>> members) => members.Sum(m => m.Key.Length + m.Value.Length + 4);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
