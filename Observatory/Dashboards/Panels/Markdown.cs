using System.Text.RegularExpressions;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Dashboards.Panels;

/// <summary>Writes a small part of Markdown: headings, lists, paragraphs, code, bold, italic and links. Everything else, markup too, is text.</summary>
internal static partial class Markdown
{
    private const int MaxLength = 50_000;

    /// <summary>Adds a text.</summary>
    public static void Add(HtmlWriter page, string text)
    {
        var lines = (text.Length > MaxLength ? text[..MaxLength] : text).Split('\n').Select(l => l.TrimEnd('\r')).ToArray();
        for (var i = 0; i < lines.Length;)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
            {
                i++;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, l => l.Trim().StartsWith("```", StringComparison.Ordinal));
                end = end < 0 ? lines.Length : end;
                page.Add($"<pre tabindex=\"0\">{string.Join('\n', lines[(i + 1)..end])}</pre>");
                i = end + 1;
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                // The page's own headings end with the panels' titles.
                page.Add($"<h4>");
                AddInline(page, heading.Groups[1].Value);
                page.Add($"</h4>");
                i++;
            }
            else if (Bullet().IsMatch(line))
            {
                var isNumbered = char.IsAsciiDigit(line[0]);
                page.AddMarkup(isNumbered ? "<ol>" : "<ul>");
                for (; i < lines.Length && Bullet().Match(lines[i].Trim()) is { Success: true } item; i++)
                {
                    page.Add($"<li>");
                    AddInline(page, item.Groups[1].Value);
                    page.Add($"</li>");
                }

                page.AddMarkup(isNumbered ? "</ol>" : "</ul>");
            }
            else
            {
                page.Add($"<p>");
                var begin = i;
                for (; i < lines.Length && lines[i].Trim() is { Length: > 0 } more && (i == begin || (!Heading().IsMatch(more) && !Bullet().IsMatch(more) && !more.StartsWith("```", StringComparison.Ordinal))); i++)
                {
                    if (i > begin)
                    {
                        page.Add($"\n");
                    }

                    AddInline(page, more);
                }

                page.Add($"</p>");
            }
        }
    }

    /// <summary>The text without its markup characters.</summary>
    public static string Plain(string text) => Inline().Replace(text, m => m.Groups["bold"].Value + m.Groups["italic"].Value + m.Groups["code"].Value + m.Groups["text"].Value);

    private static void AddInline(HtmlWriter page, string text)
    {
        var at = 0;
        foreach (var match in Inline().EnumerateMatches(text))
        {
            page.Add($"{text[at..match.Index]}");
            at = match.Index + match.Length;
            AddOne(page, Inline().Match(text[match.Index..at]));
        }

        page.Add($"{text[at..]}");
    }

    private static void AddOne(HtmlWriter page, Match match)
    {
        if (match.Groups["bold"] is { Success: true } bold)
        {
            page.Add($"<strong>{bold.Value}</strong>");
        }
        else if (match.Groups["code"] is { Success: true } code)
        {
            page.Add($"<code>{code.Value}</code>");
        }
        else if (match.Groups["italic"] is { Success: true } italic)
        {
            page.Add($"<em>{italic.Value}</em>");
        }
        else if (new ChartLink(match.Groups["url"].Value, "") is { IsSafe: true } link)
        {
            page.Add($"<a href=\"{link.Href}\" rel=\"noreferrer\">{match.Groups["text"].Value}</a>");
        }
        else
        {
            page.Add($"{match.Value}");
        }
    }

    [GeneratedRegex("""^#{1,6}\s+(.+?)\s*#*$""", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("""^(?:[-*+]|\d{1,9}[.)])\s+(.+)$""", RegexOptions.NonBacktracking)]
    private static partial Regex Bullet();

    [GeneratedRegex("""\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|\*(?<italic>[^*\s][^*\n]*)\*|\[(?<text>[^\]\n]{1,300})\]\((?<url>[^)\s]{1,2000})\)""")]
    private static partial Regex Inline();
}
