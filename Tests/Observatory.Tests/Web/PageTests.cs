using System.Net;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

public sealed class PageTests : IAsyncLifetime
{
    private const string Script = "<script>alert('x')</script>";
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() => _observatory = await TestObservatory.StartAsync(_data.Path, new()
    {
        ["Prometheus"] = "http://127.0.0.1:9090",
        ["Links:grafana"] = "http://127.0.0.1:3000/?a=1&b=\"2",
    });

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task The_home_page_links_the_resources_and_the_newest_traces()
    {
        await _observatory.StoreAsync(
            new TestSpan { Trace = 0x77, Id = 1, Service = "front", Name = "the root" },
            new TestSpan { Trace = 0x77, Id = 2, Parent = 1, Service = "back", Name = "the child", Start = TimeSpan.FromMilliseconds(1) });

        var (_, page) = await PageAsync("/");

        Assert.Contains("href=\"/trace/0000000000000077\"", page, StringComparison.Ordinal);
        Assert.Contains("the root", page, StringComparison.Ordinal);
        Assert.DoesNotContain("the child", page, StringComparison.Ordinal);
        Assert.Contains("href=\"http://127.0.0.1:9090/\"", page, StringComparison.Ordinal);
        Assert.Contains(">grafana</a>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search")]
    [InlineData("/trace/e1")]
    public async Task Where_people_look_for_Jaegers_page_there_is_one(string path)
    {
        await _observatory.StoreAsync(new TestSpan { Trace = 0xe1 });
        using var response = await _observatory.Http.GetAsync(_observatory.Uri(ListenerRoles.Jaeger, path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search?service=<script>&tag=<script>:<script>&operation=<script>&limit=<script>")]
    [InlineData("/trace/a")]
    [InlineData("/trace/%3Cscript%3Ealert('x')%3C%2Fscript%3E")]
    public async Task Whatever_comes_from_outside_is_text(string path)
    {
        await _observatory.StoreAsync(new TestSpan
        {
            Trace = 0xa,
            Name = Script,
            Service = Script,
            Scope = Script,
            Status = 2,
            StatusMessage = Script,
            Attributes = [(Script, Script), ("{0}", "{1}"), ("list", TestSpan.ArrayOf(Script))],
            Events = [(Script, TimeSpan.Zero, [(Script, Script)])],
            Resource = [(Script, Script)],
        });

        var (response, page) = await PageAsync(path);

        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/trace/1234", HttpStatusCode.NotFound)]
    [InlineData("/trace/zzz", HttpStatusCode.BadRequest)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/assets/page.css", HttpStatusCode.OK)]
    [InlineData("/assets/icon.svg", HttpStatusCode.OK)]
    [InlineData("/assets/..%2f..%2fProgram.cs", HttpStatusCode.NotFound)]
    public async Task Each_address_has_its_status(string path, HttpStatusCode status) => Assert.Equal(status, (await PageAsync(path)).Response.StatusCode);

    [Fact]
    public async Task Nothing_is_loaded_from_elsewhere()
    {
        await _observatory.StoreAsync(new TestSpan { Trace = 1 });
        foreach (var path in (string[])["/", "/trace/1"])
        {
            var (_, page) = await PageAsync(path);
            Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        }
    }

    private async Task<(HttpResponseMessage Response, string Page)> PageAsync(string path)
    {
        var response = await _observatory.Http.GetAsync(_observatory.Uri(ListenerRoles.Ui, path));
        return (response, await response.Content.ReadAsStringAsync());
    }
}
