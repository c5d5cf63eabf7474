using System.Net;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.SpanMetrics;

public sealed class HostTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_metrics_page_has_what_the_spans_say_and_a_restart_counts_none_of_them_again()
    {
        await using (var observatory = await TestObservatory.StartAsync(_data.Path))
        {
            await observatory.StoreAsync(new TestSpan { Service = "shop", Name = "buy" });
            var text = await PageAsync(observatory);
            Assert.Contains("traces_span_metrics_calls_total{", text, StringComparison.Ordinal);
            Assert.Equal((0, ""), await Tool.RunAsync("promtool", text, "check", "metrics"));
        }

        await using (var observatory = await TestObservatory.StartAsync(_data.Path))
        {
            await observatory.StoreAsync(new TestSpan { Service = "shop", Name = "buy" });
            Assert.DoesNotContain("traces_", await PageAsync(observatory), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Behind_a_collector_that_derives_them_it_can_be_told_not_to()
    {
        await using var observatory = await TestObservatory.StartAsync(_data.Path, new() { ["SpanMetrics"] = "false" });
        await observatory.StoreAsync(new TestSpan { Service = "shop", Name = "buy" });

        Assert.DoesNotContain("traces_", await PageAsync(observatory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_is_neither_yes_nor_no_is_named()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => TestObservatory.StartAsync(_data.Path, new() { ["SpanMetrics"] = "perhaps" }));

        Assert.Equal("OBSERVATORY__SPANMETRICS: 'perhaps' is not true or false", error.Message);
    }

    private static async Task<string> PageAsync(TestObservatory observatory)
    {
        using var response = await observatory.Http.GetAsync(observatory.Uri(ListenerRoles.Metrics, "/metrics"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
