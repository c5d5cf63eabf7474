using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Observatory.Search;
using Tta.Observatory.Tests.Support;
using Tta.Observatory.Tests.Web;

namespace Tta.Observatory.Tests.Search;

public sealed class TraceFinderTests : PageFixture
{
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("workflow.name=translation", "2 1")]
    [InlineData("workflow.name!=translation", "4 3")]
    [InlineData("workflow.name=~\"^(trans|sum)\"", "3 2 1")]
    [InlineData("workflow.name!~lation", "4 3")]
    [InlineData("llm.cost_usd>0.01", "3 2")]
    [InlineData("llm.cost_usd>=0.01", "3 2 1")]
    [InlineData("llm.cost_usd<0.02", "1")]
    [InlineData("llm.cost_usd<=0.02", "2 1")]
    [InlineData("llm.tokens>100", "3")]
    [InlineData("http.status>499", "4")]
    [InlineData("error.type=~Timeout", "4 2")]
    [InlineData("workflow.name=translation llm.cost_usd>0.01", "2")]
    [InlineData("workflow.name=translation error.type=~timeout", "")]
    [InlineData("{workflow.name=translation llm.cost_usd>0.01}", "")]
    [InlineData("{workflow.name=translation name=run}", "2 1")]
    [InlineData("duration>300ms", "4 2")]
    [InlineData("duration>=300ms duration<=400ms", "3 2")]
    [InlineData("{duration>350ms}", "4 2")]
    [InlineData("{duration<15ms}", "4 3 1")]
    [InlineData("duration<15ms", "")]
    [InlineData("root{duration<250ms}", "1")]
    [InlineData("root{llm.cost_usd>0}", "")]
    [InlineData("status=failed", "4")]
    [InlineData("status=recovered", "2")]
    [InlineData("status=ok", "3 1")]
    [InlineData("status!=ok", "4 2")]
    [InlineData("errors>0", "4 2")]
    [InlineData("errors>=2", "4")]
    [InlineData("errors=0", "3 1")]
    [InlineData("spans>2", "4 3")]
    [InlineData("name=~^mo", "4 3 2 1")]
    [InlineData("name!=run", "4 3 2 1")]
    [InlineData("{service=gateway status=error}", "4 2")]
    [InlineData("{kind=client}", "4 3 2 1")]
    [InlineData("kind=server", "")]
    [InlineData("{service=gateway caller=engine}", "4 3 2 1")]
    [InlineData("{service=gateway caller=gateway}", "4 3")]
    [InlineData("{service=gateway caller=gateway status=error}", "4")]
    [InlineData("service=engine", "4 3 2 1")]
    [InlineData("service=~gate errors>0", "4 2")]
    [InlineData("", "4 3 2 1")]
    public async Task A_search_finds_what_it_says(string text, string expected)
    {
        await StoreAsync();

        Assert.Equal(expected, Find(text, TraceOrder.Newest, 100));
    }

    [Theory]
    [InlineData(nameof(TraceOrder.Longest), "2 3")]
    [InlineData(nameof(TraceOrder.Spans), "4 3")]
    [InlineData(nameof(TraceOrder.Errors), "4 2")]
    [InlineData(nameof(TraceOrder.Newest), "4 3")]
    public async Task An_order_is_one_of_all_that_match_not_of_the_newest(string order, string expected)
    {
        await StoreAsync();

        var text = order == nameof(TraceOrder.Longest) ? "duration<500ms" : "";
        Assert.Equal(expected, Find(text, Enum.Parse<TraceOrder>(order), 2));
    }

    [Fact]
    public async Task The_longest_of_many_is_found_however_old_it_is()
    {
        await Observatory.StoreAsync([.. Enumerable.Range(0, 1200).Select(i => new TestSpan
        {
            Trace = (UInt128)(i + 1), Id = (ulong)(i + 1), Start = i * Milli, Duration = (i == 7 ? 5000 : 10 + (i % 50)) * Milli,
        })]);

        Assert.Equal("8", Find("", TraceOrder.Longest, 1));
        Assert.Equal("8", Find("duration>1s", TraceOrder.Newest, 20));
    }

    [Fact]
    public async Task Only_spans_of_the_time_count()
    {
        await StoreAsync();
        var finder = Observatory.Services.GetRequiredService<TraceFinder>();

        var found = finder.Find(
            new(SearchText.Parse("status!=ok"), TraceOrder.Longest, 0, new TestSpan { Start = 2500 * Milli }.StartNanos, 10), TestContext.Current.CancellationToken);

        Assert.Equal([(UInt128)2], found.Traces);
        Assert.False(found.HasMore);
        Assert.Null(found.Left);
    }

    private string Find(string text, TraceOrder order, int limit)
    {
        var finder = Observatory.Services.GetRequiredService<TraceFinder>();
        var found = finder.Find(new(SearchText.Parse(text), order, 0, ulong.MaxValue, limit), TestContext.Current.CancellationToken);
        return string.Join(' ', found.Traces.Select(t => t.ToString(CultureInfo.InvariantCulture)));
    }

    // 1 is ok, 2 got over an error, 3 is ok with a call within the gateway, 4 failed.
    private Task StoreAsync() => Observatory.StoreAsync(
        Run(1, "translation", 200), Model(1, 12, 0.01, 0),
        Run(2, "translation", 400), Model(2, 360, 0.02, 2, ("error.type", "Polly.TimeoutRejectedException")),
        Run(3, "summary", 300), Model(3, 100, 0.5, 0, ("llm.tokens", 101)), Inner(3, 0),
        Run(4, "digest", 900, status: 2), Model(4, 800, 0, 0, ("http.status", "503")), Inner(4, 2, ("error.type", "TimeoutException")));

    private static TestSpan Run(int trace, string workflow, int milliseconds, int status = 0) => new()
    {
        Trace = (UInt128)trace,
        Id = 1,
        Name = "run",
        Service = "engine",
        Status = status,
        Start = trace * 1000 * Milli,
        Duration = milliseconds * Milli,
        Attributes = [("workflow.name", workflow)],
    };

    private static TestSpan Model(int trace, int milliseconds, double cost, int status, params (string, object)[] more) => new()
    {
        Trace = (UInt128)trace,
        Id = 2,
        Parent = 1,
        Name = "model",
        Service = "gateway",
        Kind = 3,
        Status = status,
        Start = (trace * 1000 * Milli) + Milli,
        Duration = milliseconds * Milli,
        Attributes = [.. cost > 0 ? [("llm.cost_usd", cost)] : ((string, object)[])[], .. more],
    };

    private static TestSpan Inner(int trace, int status, params (string, object)[] more) => new()
    {
        Trace = (UInt128)trace,
        Id = 3,
        Parent = 2,
        Name = "inner",
        Service = "gateway",
        Status = status,
        Start = (trace * 1000 * Milli) + (2 * Milli),
        Attributes = more,
    };
}
