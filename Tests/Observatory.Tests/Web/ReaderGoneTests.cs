using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Observatory.Web;
using Observatory.Web.Logging;
using Observatory.Web.Tracing;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

/// <summary>A page is written as it is read, and no longer than that.</summary>
public sealed class ReaderGoneTests : PageFixture
{
    private const int Spans = 2_000;

    [Theory]
    [InlineData("trace", "rows=2000")]
    [InlineData("search", "limit=1500")]
    public async Task The_work_on_a_page_ends_when_its_reader_goes(string page, string query)
    {
        await StoreAsync();
        using var whole = new MemoryStream();
        await AnswerAsync(page, query, whole, CancellationToken.None);
        Assert.InRange(whole.Length, 300_000, 10_000_000);

        using var reader = new CancellationTokenSource();
        using var part = new Leaving(reader);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AnswerAsync(page, query, part, reader.Token));

        Assert.InRange(part.Length, 1, whole.Length / 2);
    }

    [Theory]
    [InlineData("home", "")]
    [InlineData("search", "")]
    [InlineData("trace", "find=span")]
    [InlineData("compare", "a=7&b=7")]
    [InlineData("logs", "")]
    [InlineData("map", "lookback=all")]
    public async Task Nothing_is_written_for_a_reader_who_is_gone(string page, string query)
    {
        await StoreAsync();
        using var none = new MemoryStream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AnswerAsync(page, query, none, new(canceled: true)));

        Assert.Equal(0, none.Length);
    }

    private Task StoreAsync() => Observatory.StoreAsync(
        [.. Enumerable.Range(1, Spans).Select(i => new TestSpan { Trace = 7, Id = (ulong)i, Parent = i == 1 ? 0UL : 1, Name = $"span {i}" }),
         .. Enumerable.Range(1, 1_000).Select(i => new TestSpan { Trace = 1000 + (UInt128)i, Id = 1, Name = $"trace {i}" })]);

    private Task AnswerAsync(string page, string query, Stream body, CancellationToken aborted)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = Observatory.Services,
            RequestAborted = aborted,
            Request = { QueryString = new($"?{query}") },
            Response = { Body = body },
        };
        context.Request.RouteValues["id"] = "7";
        T Page<T>()
            where T : notnull => Observatory.Services.GetRequiredService<T>();
        return page switch
        {
            "home" => Page<HomePage>().AnswerAsync(context),
            "search" => Page<SearchPage>().AnswerAsync(context),
            "trace" => Page<TracePage>().AnswerAsync(context),
            "compare" => Page<ComparePage>().AnswerAsync(context),
            "logs" => Page<LogsPage>().AnswerAsync(context),
            _ => Page<MapPage>().AnswerAsync(context),
        };
    }

    /// <summary>The connection of a reader who goes as soon as there is something to read.</summary>
    private sealed class Leaving(CancellationTokenSource reader) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            await reader.CancelAsync();
        }
    }
}
