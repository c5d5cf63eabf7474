using Microsoft.Extensions.DependencyInjection;
using Observatory.Hosting;
using Tta.Observatory.Tests.Dashboards.Support;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Dashboards;

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

    [Theory]
    [InlineData("", "Healthy", "good")]
    [InlineData("WorkflowsDown,critical,,pending,62 % fail|ProviderErrors,warning,provider,firing,openai fails", "Failing", "62 % fail")]
    [InlineData("HighErrorRate,warning,,firing,8 % fail|ProviderErrors,warning,provider,firing,openai fails", "Degraded", "openai fails")]
    [InlineData("BackendDown,critical,model,pending,a model is down|ModelCallsStuck,critical,,firing,the gateway hangs", "Failing", "the gateway hangs")]
    [InlineData("UnpricedModel,info,model,firing,a model has no price", "Healthy", "a model has no price")]
    public async Task The_page_begins_with_a_word_and_its_reason(string alerts, string word, string reason)
    {
        await using var boards = await BoardHarness.StartAsync([], null, ("b.json", BoardHarness.Board(BoardHarness.Panel("stat", "one"))));
        var list = string.Join(',', alerts.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(alert => alert.Split(',')).Select(a =>
            $$"""{"labels":{"alertname":"{{a[0]}}","severity":"{{a[1]}}"{{(a[2].Length > 0 ? $",\"{a[2]}\":\"x\"" : "")}}},"annotations":{"summary":"{{a[4]}}","dashboard_url":"http://elsewhere:3000/d/b?viewPanel=1"},"state":"{{a[3]}}"}"""));
        boards.Prometheus
            .On("/targets", FakePrometheus.Success("""{"activeTargets":[{"labels":{"job":"j","instance":"i:1"},"health":"up"}]}"""))
            .On("/alerts", FakePrometheus.Success($$"""{"alerts":[{{list}}]}"""));

        var page = await boards.PageAsync("/");
        var verdict = page[page.IndexOf("id=\"home-verdict\"", StringComparison.Ordinal)..];
        verdict = verdict[..verdict.IndexOf("</p>", StringComparison.Ordinal)];

        Assert.Contains($"<strong>{word}</strong>", verdict, StringComparison.Ordinal);
        Assert.Contains(reason, verdict, StringComparison.Ordinal);
        Assert.Equal(alerts.Length > 0, verdict.Contains("href=\"/d/b?viewPanel=1\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Seventy_alerts_of_one_name_are_one_line_and_the_gravest_stands_first()
    {
        await using var boards = await BoardHarness.StartAsync([], null, ("b.json", BoardHarness.Board(BoardHarness.Panel("stat", "one"))));
        var slow = string.Join(',', Enumerable.Range(0, 70).Select(i =>
            $$"""{"labels":{"alertname":"Slow","severity":"warning","primitive_name":"p{{i}}"},"annotations":{"summary":"p{{i}} is slow"},"state":"firing","activeAt":"2026-01-01T00:00:00Z"}"""));
        boards.Prometheus.On("/targets", FakePrometheus.Success("""{"activeTargets":[]}""")).On("/alerts", FakePrometheus.Success(
            $$"""{"alerts":[{{slow}},{"labels":{"alertname":"Stuck","severity":"critical"},"annotations":{"summary":"the gateway hangs"},"state":"pending"}]}"""));

        var page = await boards.PageAsync("/");

        Assert.Equal(2, page.Split("<strong>Slow</strong>").Length);
        Assert.Contains("and 69 more", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("<strong>Stuck</strong>", StringComparison.Ordinal) < page.IndexOf("<strong>Slow</strong>", StringComparison.Ordinal));
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
