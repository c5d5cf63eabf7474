using System.Net;
using System.Text.RegularExpressions;

namespace GameDays;

/// <summary>What the home page says of the system at a moment.</summary>
/// <param name="Word">One word, such as <c>Degraded</c>; <c>no answer</c> where the page does not come within ten seconds.</param>
/// <param name="Reason">The reason, or nothing.</param>
/// <param name="Link">Where to look, or nothing.</param>
internal sealed record Verdict(string Word, string Reason, string? Link)
{
    public override string ToString() => Reason.Length > 0 ? $"{Word}: {Reason}" : Word;
}

/// <summary>Reads Observatory's home page as a person would.</summary>
internal sealed partial class HomePage(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<Verdict> ReadAsync()
    {
        try
        {
            var found = Words().Match(await _http.GetStringAsync("/"));
            return found.Success
                ? new(found.Groups["word"].Value, WebUtility.HtmlDecode(found.Groups["reason"].Value),
                    found.Groups["link"] is { Success: true, Value: var link } ? WebUtility.HtmlDecode(link) : null)
                : new("no verdict", "", null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return new("no answer", "", null);
        }
    }

    /// <summary>The text of the page to which a verdict leads; nothing where it does not answer.</summary>
    public async Task<string> FollowAsync(string link)
    {
        try
        {
            return WebUtility.HtmlDecode(await _http.GetStringAsync(link));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return "";
        }
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""id="home-verdict"[^>]*><strong>(?<word>[^<]*)</strong>( <span>(?<reason>[^<]*)</span>)?( <a href="(?<link>[^"]*)")?""")]
    private static partial Regex Words();
}
