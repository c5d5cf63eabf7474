using Tta.EndToEnd.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace Tta.EndToEnd.Tests.Browser;

/// <summary>What comes from telemetry or an address is text, wherever it is shown.</summary>
[Collection(SharedSystem.Name)]
public sealed class HostileTextTests(SharedSystem shared, Chromium chromium) : BrowserTests(shared, chromium)
{
    private const string Script = "<script>window.pwned = true</script>";
    private const string Image = "\"'><img src=/pwned onerror=\"window.pwned = true\">";
    private const string Id = "00bad00000bad00000bad00000bad000";
    private const string Service = "browser-hostile" + Image;

    public static TheoryData<string, string?> Addresses => new()
    {
        { "/", null },
        { $"/search?service={Uri.EscapeDataString(Service)}", Script },
        { $"/search?service={Uri.EscapeDataString(Image)}&operation={Uri.EscapeDataString(Script)}&tag={Uri.EscapeDataString(Image)}&minDuration={Uri.EscapeDataString(Image)}", null },
        { $"/trace/{Id}", Script },
        { $"/trace/{Id}?find={Uri.EscapeDataString(Image)}", Image },
        { $"/compare?a={Id}&b={Id}", Script },
        { $"/compare?a={Uri.EscapeDataString(Image)}&b={Id}", null },
        { "/map", null },
        { $"/d/02-primitive-drilldown?var-trace={Id}", Script },
        { $"/d/04-errors?var-workflow={Uri.EscapeDataString(Image)}&from={Uri.EscapeDataString(Script)}&tab={Uri.EscapeDataString(Image)}", null },
        { $"/logs?trace={Id}", Script },
        { $"/logs?text={Uri.EscapeDataString(Image)}&service={Uri.EscapeDataString(Image)}&level={Uri.EscapeDataString(Image)}", null },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Markup_in_it_is_shown_and_does_nothing(string address, string? shown)
    {
        using var sender = Sender();
        await sender.SendSpanAsync(Service, Id, Script, (Image, Script), ("exception.stacktrace", Image));
        await sender.SendLogAsync(Service, Script, Id);
        await VisitAsync("hostile", async window =>
        {
            // An address that makes no sense may be answered as such.
            window.Expected.Add("400 for ");
            window.Expected.Add("status of 400");
            await window.GoToAsync(address);
            if (shown is not null)
            {
                await Expect(window.Page.GetByText(shown).First).ToBeAttachedAsync();
            }

            // Open all there is to open.
            await window.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach((one) => (one.open = true))");
            await Expect(window.Page.Locator("img[src='/pwned'], main script, [onerror]")).ToHaveCountAsync(0);
            Assert.False(await window.Page.EvaluateAsync<bool>("'pwned' in window"));
        });
    }
}
