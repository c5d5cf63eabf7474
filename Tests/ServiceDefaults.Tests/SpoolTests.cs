using Microsoft.Extensions.Logging.Abstractions;
using Tta.ServiceDefaults.Spool;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.ServiceDefaults.Tests;

/// <summary>Spans outlive an outage of their receiver, and the end of the process that made them; what is given up is counted.</summary>
[Collection(nameof(OneAtATime))]
public sealed class SpoolTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "tta-spool-" + Guid.NewGuid().ToString("n"));

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task What_a_receiver_does_not_take_now_it_gets_once_it_does_and_each_span_once(int status)
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.StatusCode = status;
        await using var service = await TestService.StartAsync(Spooling(collector.Url));

        await AskAsync(service, 20);
        await Eventually.True(() => Files().Length > 0, "spans on disk");
        collector.StatusCode = 200;
        await Eventually.True(() => Servers(collector) == 20 && Files().Length == 0, "all spans, and an empty directory");

        Assert.Equal(20, collector.Spans.Where(span => span.IsServer).Select(span => span.SpanId).Distinct().Count());
    }

    [Fact]
    public async Task What_is_left_when_the_process_ends_is_sent_by_the_next_one()
    {
        var port = OtlpCollector.FreePort();
        var url = $"http://127.0.0.1:{port}";
        await using (var first = await TestService.StartAsync(Spooling(url)))
        {
            await AskAsync(first, 5);
            await first.StopAsync();
        }

        Assert.NotEmpty(Files());
        await using var collector = await OtlpCollector.StartAsync(port);
        await using var second = await TestService.StartAsync(Spooling(url));
        await AskAsync(second, 1);

        await Eventually.True(() => Servers(collector) == 6, "the spans of both");
        Assert.Empty(Files());
    }

    [Fact]
    public async Task The_directory_is_its_owners_alone()
    {
        await using var service = await TestService.StartAsync(Spooling($"http://127.0.0.1:{OtlpCollector.FreePort()}"));
        await AskAsync(service, 1);
        await Eventually.True(() => Files().Length > 0, "spans on disk");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_directory, "spans")));
        }
    }

    [Fact]
    public async Task What_a_receiver_refuses_for_good_is_counted()
    {
        using var lost = new LostItems();
        await using var collector = await OtlpCollector.StartAsync();
        collector.StatusCode = 400;
        await using var service = await TestService.StartAsync(Spooling(collector.Url));

        await AskAsync(service, 7);
        await service.StopAsync();

        // Seven of the server, and seven of the client, which is in the same process.
        Assert.Equal(14, lost[SpoolMetrics.Refused]);
        Assert.Empty(Files());
    }

    [Fact]
    public void What_cannot_be_read_any_more_is_counted_and_does_not_hold_up_the_rest()
    {
        using var lost = new LostItems();
        using (var first = Spool())
        {
            first.Store(Request(3));
            first.Store(Request(4));
            first.Store(Request(5));
        }

        var files = Files();
        File.WriteAllText(Path.Combine(_directory, "spans", "unfinished.otlp.tmp"), "x");
        using var next = Spool();
        File.Delete(files[0]);
        File.WriteAllBytes(files[1], [1]);

        Assert.Equal(5, next.Oldest()!.Value.Request.Items);
        Assert.Equal(7, lost[SpoolMetrics.Unreadable]);
        Assert.Equal(files[2], Files().Single());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("0A04120212000A", 1)]
    [InlineData("0A0C1A0012041200120012021200", 3)]
    [InlineData("0AFFFFFFFFFFFFFFFFFF01", 0)]
    [InlineData("0A0412FF1200", 0)]
    public void Items_are_those_of_the_scopes_of_the_resources_and_a_broken_body_ends_the_count(string body, long items) =>
        Assert.Equal(items, OtlpItems.Count(Convert.FromHexString(body)));

    [Theory]
    [InlineData("Telemetry:SpoolMegabytes", "much", "Telemetry__SpoolMegabytes is 'much'")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "Telemetry__SpoolDirectory")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip", "OTEL_EXPORTER_OTLP_COMPRESSION is 'gzip'")]
    public async Task A_setting_that_cannot_be_used_is_named(string key, string value, string said)
    {
        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(
            () => TestService.StartAsync([.. Spooling("http://127.0.0.1:1"), (key, value)]));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private static int Servers(OtlpCollector collector) => collector.Spans.Count(span => span.IsServer);

    private static async Task AskAsync(TestService service, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await service.Client.GetAsync($"/items/{i}")).Dispose();
        }
    }

    /// <summary>A request of one resource with one scope that has as many empty items.</summary>
    private static byte[] Request(int items)
    {
        byte[] scope = [.. Enumerable.Repeat<byte[]>([0x12, 0], items).SelectMany(item => item)];
        byte[] resource = [0x12, (byte)scope.Length, .. scope];
        return [0x0A, (byte)resource.Length, .. resource];
    }

    private RequestSpool Spool() =>
        new(_directory, "spans", maxBytes: 1000, new TraceShedding(TimeProvider.System), TimeProvider.System, NullLogger.Instance);

    private string[] Files() => Directory.Exists(Path.Combine(_directory, "spans"))
        ? [.. Directory.GetFiles(Path.Combine(_directory, "spans")).Order(StringComparer.Ordinal)]
        : [];

    private (string Key, string Value)[] Spooling(string url) => TestService.Exporting(url, ("Telemetry:SpoolDirectory", _directory));
}
