using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Observatory.Hosting;
using Observatory.Prometheus;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Dashboards.Support;

/// <summary>An Observatory with boards of its own and a Prometheus that is told what to answer.</summary>
internal sealed class BoardHarness : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _boards = new();

    public FakePrometheus Prometheus { get; } = new();

    public TestObservatory Observatory { get; private set; } = null!;

    public string Directory => _boards.Path;

    public static async Task<BoardHarness> StartAsync(Dictionary<string, string>? settings = null, PrometheusLimits? limits = null, params (string Name, string Json)[] boards)
    {
        var harness = new BoardHarness();
        foreach (var (name, json) in boards)
        {
            harness.Write(name, json);
        }

        var all = new Dictionary<string, string>(settings ?? []) { ["Prometheus"] = FakePrometheus.Address.AbsoluteUri };
        all.TryAdd("Dashboards", harness.Directory);
        harness.Observatory = await TestObservatory.StartAsync(
            harness._data.Path, all, services => services.Replace(ServiceDescriptor.Singleton(new PrometheusClient(FakePrometheus.Address, harness.Prometheus, limits))));
        return harness;
    }

    /// <summary>A board of one panel.</summary>
    public static string Board(string panel, string rest = "") => $$"""{"uid":"b","title":"Board","panels":[{{panel}}]{{(rest.Length > 0 ? "," + rest : "")}}}""";

    /// <summary>A panel of a type that asks one question.</summary>
    public static string Panel(string type, string expression, string rest = "", int id = 1) => $$"""
        {"id":{{id}},"type":"{{type}}","title":"Panel {{id}}","gridPos":{"x":0,"y":{{id}},"w":12,"h":8},
         "targets":[{"refId":"A","datasource":{"type":"prometheus"},"expr":"{{expression}}"}]{{(rest.Length > 0 ? "," + rest : "")}}}
        """;

    public void Write(string name, string json) => File.WriteAllText(Path.Combine(Directory, name), json);

    public async Task<string> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Observatory.Http.GetAsync(Observatory.Uri(ListenerRoles.Ui, path));
        var page = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{path} answered {response.StatusCode}: {page}");
        return page;
    }

    /// <summary>The markup of one panel.</summary>
    public static string PanelOf(string page, string id)
    {
        var begin = page.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"there is no {id}");
        begin = page.LastIndexOf("<section", begin, StringComparison.Ordinal);
        return page[begin..page.IndexOf("</section>", begin, StringComparison.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await Observatory.DisposeAsync();
        _data.Dispose();
        _boards.Dispose();
        Prometheus.Dispose();
    }
}
