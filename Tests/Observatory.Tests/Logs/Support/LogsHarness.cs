using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Observatory.Hosting;
using Observatory.Logs;
using Observatory.Logs.Api;
using Observatory.Logs.Otlp;
using Observatory.Logs.Store;
using Observatory.SelfMonitoring;
using Observatory.Tests.Metrics.Support;

namespace Observatory.Tests.Logs.Support;

/// <summary>The log part without its host.</summary>
internal sealed class LogsHarness
{
    public LogsHarness(LogsOptions? options = null, TimeSpan? retention = null)
    {
        options ??= new LogsOptions();
        var common = new ObservatoryOptions { Listeners = [], Data = "", Retention = retention ?? TimeSpan.FromDays(7) };
        Store = new LogStore(options, common, Time, Self);
        Tail = new LogTail(options, Self);
        Consumer = new LogsConsumer(options, Store, Tail, Time);
    }

    public ManualTime Time { get; } = new();

    public SelfMetrics Self { get; } = new();

    public LogStore Store { get; }

    public LogTail Tail { get; }

    public LogsConsumer Consumer { get; }

    public void Send(params Proto[] records) => Send("shop", records);

    public void Send(string service, params Proto[] records) =>
        Assert.Equal(records.Length, Consumer.Consume(OtlpLog.Request(service, records)).Accepted);

    public List<JsonElement> Search(string query = "")
    {
        var parsed = LogQueryParser.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)), tail: false);
        return [.. Store.Search(parsed, CancellationToken.None).Records.Select(record => Json(record))];
    }

    public string[] Bodies(string query = "") => [.. Search(query).Select(record => record.GetProperty("body").GetString()!)];

    public static JsonElement Json(ReadOnlySpan<byte> record)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            LogJson.Write(writer, record);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
    }
}
