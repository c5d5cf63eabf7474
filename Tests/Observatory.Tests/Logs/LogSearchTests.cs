using Observatory.Logs.Model;
using Tta.Observatory.Tests.Logs.Support;
using static Tta.Observatory.Tests.Logs.Support.OtlpLog;

namespace Tta.Observatory.Tests.Logs;

public sealed class LogSearchTests : IDisposable
{
    private readonly LogsHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    public LogSearchTests()
    {
        _harness.Send("shop", Record("Order placed", 9, 1, ("customer", "Ada")), Record("Slow answer", 13, 2).InTrace());
        _harness.Send("bank", Record("Payment FAILED", 17, 3, ("error.type", "Timeout")).InTrace(), Record("dump", 5, 4));
    }

    [Theory]
    [InlineData("", "dump|Payment FAILED|Slow answer|Order placed")]
    [InlineData("service=bank", "dump|Payment FAILED")]
    [InlineData("service=ban", "")]
    [InlineData("traceId=0102030405060708090a0b0c0d0e0f10", "Payment FAILED|Slow answer")]
    [InlineData("traceId=102030405060708090A0B0C0D0E0F10", "Payment FAILED|Slow answer")]
    [InlineData("minLevel=warn", "Payment FAILED|Slow answer")]
    [InlineData("minLevel=Information", "Payment FAILED|Slow answer|Order placed")]
    [InlineData("minLevel=17", "Payment FAILED")]
    [InlineData("text=failed", "Payment FAILED")]
    [InlineData("text=tIMEOUT", "Payment FAILED")]
    [InlineData("text=ada", "Order placed")]
    [InlineData("text=customer", "")]
    [InlineData("start=2026-01-02T03:04:07Z", "dump|Payment FAILED|Slow answer")]
    [InlineData("start=1767323047000&end=1767323048000", "Slow answer")]
    [InlineData("end=2026-01-02T03:04:07Z", "Order placed")]
    [InlineData("limit=2", "dump|Payment FAILED")]
    [InlineData("service=bank&minLevel=debug&text=dump&limit=1", "dump")]
    [InlineData("service=&text=", "dump|Payment FAILED|Slow answer|Order placed")]
    public void Records_are_found_newest_first(string query, string expected) =>
        Assert.Equal(expected, string.Join('|', _harness.Bodies(query)));

    [Theory]
    [InlineData("minLevel=loud", "minLevel: 'loud' is not trace, debug, info, warn, error, fatal or a number from 0 to 24")]
    [InlineData("minLevel=25", "minLevel: '25' is not trace, debug, info, warn, error, fatal or a number from 0 to 24")]
    [InlineData("limit=0", "limit: '0' is not a number from 1 to 1000")]
    [InlineData("limit=1001", "limit: '1001' is not a number from 1 to 1000")]
    [InlineData("limit=-1", "limit: '-1' is not a number from 1 to 1000")]
    [InlineData("traceId=xyz", "traceId: 'xyz' is not up to 32 hexadecimal digits")]
    [InlineData("traceId=0102030405060708090a0b0c0d0e0f1011", "traceId: '0102030405060708090a0b0c0d0e0f1011' is not up to 32 hexadecimal digits")]
    [InlineData("start=yesterday", "start: 'yesterday' is neither milliseconds since 1970 nor a time like 2026-01-31T12:00:00Z")]
    [InlineData("start=99999999999999999999", "start: '99999999999999999999' is neither milliseconds since 1970 nor a time like 2026-01-31T12:00:00Z")]
    [InlineData("start=2&end=1", "start: is after end")]
    [InlineData("text=a&text=b", "text: given more than once")]
    [InlineData("level=warn", "level: no such parameter; there are service, traceId, minLevel, text, start, end, limit")]
    public void What_cannot_be_understood_is_an_error_that_names_the_parameter(string query, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => _harness.Search(query)).Message);

    [Fact]
    public void A_text_beyond_the_limit_is_an_error() => Assert.Equal(
        "text: longer than 256 characters",
        Assert.Throws<FormatException>(() => _harness.Search("text=" + new string('x', 257))).Message);

    [Fact]
    public void Memory_is_bounded_and_the_oldest_records_go_first()
    {
        using var harness = new LogsHarness(new LogsOptions { MaxLogMemoryBytes = 4 << 20 });
        var padding = new string('x', 1000);
        for (var i = 0; i < 10_000; i++)
        {
            harness.Send(Record($"{i} {padding}"));
        }

        Assert.InRange(harness.Store.Records, 3000, 4000);
        Assert.StartsWith("9999 ", harness.Bodies("limit=1")[0], StringComparison.Ordinal);
        Assert.Empty(harness.Bodies("text=5000 x"));
        Assert.Equal(10_000 - harness.Store.Records, harness.Self.Read().Single(
            metric => metric.Name == "observatory_log_records_dropped_total" && metric.Labels[0].Value == "size").Value);
    }

    [Fact]
    public void Records_beyond_the_retention_are_not_found_and_then_dropped()
    {
        using var harness = new LogsHarness(retention: TimeSpan.FromHours(1));
        harness.Send(Record("old"));
        harness.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty(harness.Bodies());
        harness.Store.Maintain();
        Assert.Equal(0, harness.Store.Records);
        harness.Send(Record("new"));
        Assert.Equal(["new"], harness.Bodies());
    }

    [Fact]
    public async Task Searches_and_senders_do_not_disturb_each_other()
    {
        using var harness = new LogsHarness(new LogsOptions { MaxLogMemoryBytes = 4 << 20 });
        var padding = new string('x', 500);
        using var done = new CancellationTokenSource();
        var searcher = Task.Run(() =>
        {
            var searches = 0;
            for (; !done.IsCancellationRequested || searches == 0; searches++)
            {
                Assert.All(harness.Search("limit=1000"), record => Assert.EndsWith(padding, record.GetProperty("body").GetString(), StringComparison.Ordinal));
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                harness.Send(Record($"{i} {padding}"));
            }
        })));
        await done.CancelAsync();
        await searcher;
        var dropped = harness.Self.Read().Where(metric => metric.Name == "observatory_log_records_dropped_total").Sum(metric => metric.Value);
        Assert.Equal(8000, harness.Store.Records + dropped);
    }
}
