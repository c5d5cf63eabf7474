using Microsoft.Extensions.DependencyInjection;
using Observatory.Hosting;
using Observatory.Tests.Dashboards.Support;
using Observatory.Tests.Prometheus;
using Observatory.Tests.Support;

namespace Observatory.Tests.Dashboards;

public sealed class HomePageTests
{
    [Fact]
    public async Task Targets_alerts_questions_traces_and_errors_are_on_one_page()
    {
        await using var boards = await BoardHarness.StartAsync(
            new() { ["Home:0"] = "Is it working? = b/Panel 1", ["Home:1"] = "b/2", ["Home:2"] = "gone/3" }, null,
            ("b.json", BoardHarness.Board(BoardHarness.Panel("stat", "one") + "," + BoardHarness.Panel("stat", "two", id: 2) + "," + BoardHarness.Panel("stat", "three", id: 3))));
        boards.Prometheus
            .On("/targets", FakePrometheus.Success("""{"activeTargets":[{"labels":{"job":"good job","instance":"i:1"},"health":"up"},{"labels":{"job":"bad job","instance":"i:2"},"health":"down","lastError":"<refused>"}]}"""))
            .On("/alerts", FakePrometheus.Success("""{"alerts":[{"labels":{"alertname":"Late"},"annotations":{},"state":"pending"},{"labels":{"alertname":"Slow"},"annotations":{"summary":"too slow","runbook_url":"https://example.org/r","dashboard_url":"http://elsewhere:3000/d/b?viewPanel=2"},"state":"firing"}]}"""))
            .OnQuery("one", FakePrometheus.Vector(("", 11)));
        await boards.Observatory.StoreAsync(
            new TestSpan { Trace = 1, Id = 1, Service = "front", Name = "fine" }, new TestSpan { Trace = 2, Id = 2, Service = "front", Name = "failed", Status = 2, StatusMessage = "x" });

        var page = await boards.PageAsync("/");

        Assert.True(page.IndexOf("bad job", StringComparison.Ordinal) < page.IndexOf("good job", StringComparison.Ordinal));
        Assert.Contains("&lt;refused&gt;", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Slow", StringComparison.Ordinal) < page.IndexOf("Late", StringComparison.Ordinal));
        Assert.Contains("href=\"https://example.org/r\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/d/b?viewPanel=2\"", page, StringComparison.Ordinal);
        Assert.Contains("Is it working?", BoardHarness.PanelOf(page, "home-0"), StringComparison.Ordinal);
        Assert.Contains(">11<", BoardHarness.PanelOf(page, "home-0"), StringComparison.Ordinal);
        Assert.Contains("Panel 2", BoardHarness.PanelOf(page, "home-1"), StringComparison.Ordinal);
        Assert.Contains("There is no panel 3 on a board gone", BoardHarness.PanelOf(page, "home-2"), StringComparison.Ordinal);
        Assert.Equal(["one", "two"], boards.Prometheus.Expressions.Order(StringComparer.Ordinal));
        var errors = page[page.IndexOf("id=\"home-errors\"", StringComparison.Ordinal)..];
        Assert.Contains("failed", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(">fine<", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_telemetry_is_told_with_its_reason()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path);
        var troubles = observatory.Services.GetRequiredService<Troubles>();
        async Task<string> HomeAsync() => await observatory.Http.GetStringAsync(observatory.Uri(ListenerRoles.Ui, "/"));

        Assert.DoesNotContain("Telemetry is refused", await HomeAsync(), StringComparison.Ordinal);
        troubles.Begin("traces", "the disk of <data> has 12 MiB left");

        Assert.Contains("<strong>Telemetry is refused (traces).</strong> the disk of &lt;data&gt; has 12 MiB left", await HomeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Prometheus_and_boards_the_page_says_what_is_missing()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path);

        var page = await observatory.Http.GetStringAsync(observatory.Uri(ListenerRoles.Ui, "/"));

        Assert.Contains("OBSERVATORY__PROMETHEUS", page, StringComparison.Ordinal);
        Assert.Contains("OBSERVATORY__DASHBOARDS", page, StringComparison.Ordinal);
        Assert.Contains("No trace has arrived yet", page, StringComparison.Ordinal);
    }
}
