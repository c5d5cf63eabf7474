using Microsoft.Playwright;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>A panel as a board's page shows it.</summary>
internal sealed record BoardPanel(string Id, string Title, string Type, string State, string Says)
{
    public override string ToString() => $"'{Title}' ({Type}) is {State}: {Says}";

    /// <summary>The panels of the page.</summary>
    public static async Task<IReadOnlyList<BoardPanel>> ReadAsync(IPage page) => (await page.EvaluateAsync<string[][]>("""
        () => [...document.querySelectorAll('section.panel')].map((one) => [
          one.id, one.querySelector('h2, h3')?.textContent.trim() ?? '', one.dataset.type, one.dataset.state,
          one.querySelector('.panel-unsupported, .panel-error, .panel-note')?.textContent.trim() ?? ''])
        """)).Select(one => new BoardPanel(one[0], one[1], one[2], one[3], one[4])).ToList();

    /// <summary>Asks for a page again until nothing is missing on it.</summary>
    public static async Task<IReadOnlyList<BoardPanel>> EventuallyAsync(BrowserWindow window, string address, Func<BoardPanel, bool> isGood, TimeSpan patience) =>
        await Eventually.GetAsync(
            async () =>
            {
                await window.GoToAsync(address);
                var panels = await ReadAsync(window.Page);
                return new Unhappy(panels, [.. panels.Where(panel => !isGood(panel))]);
            },
            found => found.All.Count > 0 && found.Bad.Count == 0,
            patience,
            $"{address} with data in its panels") is var seen ? seen.All : [];

    private sealed record Unhappy(IReadOnlyList<BoardPanel> All, IReadOnlyList<BoardPanel> Bad)
    {
        public override string ToString() => $"{All.Count} panels; {string.Join("; ", Bad)}";
    }
}
