using Observatory.Logs.Model;
using Observatory.Otlp;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Logs.Support.OtlpLog;

namespace Tta.Observatory.Tests.Logs;

public sealed class LogDecodingTests : IDisposable
{
    private readonly LogsHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void A_record_keeps_everything_it_says()
    {
        _harness.Send(Record("Order placed", 13, 1.5, ("order.items", 3), ("express", true)).InTrace().String(12, "order.placed"));
        Assert.Equal(
            """{"time":"2026-01-02T03:04:06.5000000Z","timeUnixNano":"1767323046500000000","level":"Warn","severity":13,"severityText":"Level","service":"shop","instance":"shop-1","scope":"Shop.Orders","event":"order.placed","traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"1112131415161718","body":"Order placed","attributes":{"order.items":"3","express":"true"}}""",
            Assert.Single(_harness.Search()).GetRawText());
    }

    [Fact]
    public void A_record_that_says_nothing_has_the_time_of_its_arrival()
    {
        _harness.Consumer.Consume(new Proto().Message(1, new Proto().Message(2, new Proto().Message(2, new Proto()))).ToArray());
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05.0000000Z","timeUnixNano":"1767323045000000000","level":"Unspecified","severity":0,"service":"unknown_service","body":"","attributes":{}}""",
            Assert.Single(_harness.Search()).GetRawText());
    }

    [Fact]
    public void The_observed_time_stands_in_for_a_missing_one()
    {
        _harness.Send(new Proto().Fixed64(11, OtlpMetric.At(7)));
        Assert.Equal("2026-01-02T03:04:12.0000000Z", Assert.Single(_harness.Search()).GetProperty("time").GetString());
    }

    [Fact]
    public void A_body_that_is_no_string_is_shown_as_JSON()
    {
        _harness.Send(new Proto().Message(5, new Proto().Message(6, new Proto().Attribute(1, "k", 1))));
        Assert.Equal(["{\"k\":1}"], _harness.Bodies());
    }

    [Fact]
    public void A_body_beyond_the_limit_is_cut_between_characters_and_says_so()
    {
        using var harness = new LogsHarness(new LogsOptions { MaxLogBodyBytes = 5 });
        harness.Send(Record("ééé"), Record("short"));
        var records = harness.Search();
        Assert.Equal(("éé", true), (records[1].GetProperty("body").GetString(), records[1].GetProperty("truncated").GetBoolean()));
        Assert.Equal("short", records[0].GetProperty("body").GetString());
        Assert.False(records[0].TryGetProperty("truncated", out _));
    }

    [Fact]
    public void A_record_never_outgrows_its_bounds()
    {
        var attributes = Enumerable.Range(0, 200).Select(i => (i + new string('k', 300), (object)new string('v', 5000))).ToArray();
        _harness.Send(Record(new string('b', 100_000), 9, 0, attributes));
        var record = Assert.Single(_harness.Search());
        Assert.InRange(record.GetRawText().Length, 8000, 62_000);
        Assert.Equal(8192, record.GetProperty("body").GetString()!.Length);
        Assert.True(record.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public void Markup_and_control_characters_are_escaped()
    {
        _harness.Send(Record("<script>\u0001\n", 9, 0, ("</script>", "&'\"")));
        var text = Assert.Single(_harness.Search()).GetRawText();
        Assert.DoesNotContain('<', text);
        Assert.DoesNotContain('\n', text);
        Assert.Contains("\\u003Cscript\\u003E\\u0001\\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_replaced()
    {
        _harness.Send(new Proto().Message(5, new Proto().Bytes(1, [0x61, 0xFF])));
        Assert.Equal(["a\uFFFD"], _harness.Bodies());
    }

    [Fact]
    public void Ids_of_the_wrong_length_are_left_out()
    {
        _harness.Send(Record("x").Bytes(9, [1, 2]).Bytes(10, [3]));
        Assert.False(Assert.Single(_harness.Search()).TryGetProperty("traceId", out _));
    }

    [Fact]
    public void A_malformed_request_leaves_nothing_behind()
    {
        byte[] bad = [.. Request(Record("good")), .. new Proto().String(1, "\u0012\u007f").ToArray()];
        Assert.Throws<MalformedProtobufException>(() => _harness.Consumer.Consume(bad));
        Assert.Empty(_harness.Search());
    }

    [Fact]
    public void Whatever_bytes_come_the_store_goes_on()
    {
        var original = Request(Record("body", 9, 1, ("a", 1), ("b", new byte[] { 1 })).InTrace(), Record("more", 99));
        var random = new Random(5);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                _harness.Consumer.Consume(bytes);
            }
            catch (MalformedProtobufException)
            {
            }
        }

        Assert.NotEmpty(_harness.Search("limit=1000"));
        Assert.NotEmpty(_harness.Search("limit=1000&text=b&minLevel=info"));
    }
}
