using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Observatory.Hosting;
using Observatory.Logs.Api;
using Observatory.Logs.Model;
using Observatory.Logs.Otlp;
using Observatory.Logs.Store;
using Observatory.SelfMonitoring;
using Observatory.Storage;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Logs.Support;

/// <summary>The log part without its host.</summary>
internal sealed class LogsHarness : IDisposable
{
    private readonly TemporaryDirectory? _own;
    private readonly LogJournal _journal;

    public LogsHarness(LogsOptions? options = null, TimeSpan? retention = null, string? directory = null, long minFreeDiskBytes = 0, Disk? disk = null)
    {
        options ??= new LogsOptions();
        var common = new ObservatoryOptions
        {
            Listeners = [],
            Data = "",
            Retention = retention ?? TimeSpan.FromDays(7),
            MinFreeDiskBytes = minFreeDiskBytes,
        };
        _own = directory is null ? new TemporaryDirectory() : null;
        directory ??= _own!.Path;
        Troubles = new(Self, Time, NullLogger<Troubles>.Instance);
        var gate = new WriteGate("logs", directory, minFreeDiskBytes, disk ?? Disk.Real, Troubles);
        _journal = new LogJournal(directory, options, common.Retention, Time, gate, NullLogger<LogJournal>.Instance, disk);
        Store = new LogStore(options, common, _journal, Time, new ProcessEnd(new StopsNothing(), NullLogger<ProcessEnd>.Instance), Self);
        Tail = new LogTail(options, Self);
        Consumer = new LogsConsumer(options, Store, Tail, Time);
    }

    public ManualTime Time { get; } = new();

    public SelfMetrics Self { get; } = new();

    public Troubles Troubles { get; }

    public LogStore Store { get; }

    public LogTail Tail { get; }

    public LogsConsumer Consumer { get; }

    public void Replay() => Store.Replay(CancellationToken.None);

    public void Dispose()
    {
        _journal.Dispose();
        _own?.Dispose();
    }

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
