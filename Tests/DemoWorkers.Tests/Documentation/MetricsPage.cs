using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;
using Tta.DemoWorkers.AgentOrchestrator.Traffic;
using Tta.DemoWorkers.CacheLayer;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.LlmGateway;
using Tta.Primitives;
using Tta.ServiceDefaults.Spool;

namespace Tta.DemoWorkers.Tests.Documentation;

/// <summary>Writes the tables of emitted series: names, types and units from the instruments, labels from the names classes.</summary>
internal static class MetricsPage
{
    private const string Head = "| series | type | labels | meaning | example |\n|---|---|---|---|---|\n";

    /// <summary>Every instrument of the library and of the workers, as it is made.</summary>
    public static IReadOnlyDictionary<string, Instrument> Instruments()
    {
        var found = new Dictionary<string, Instrument>(StringComparer.Ordinal);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is TtaNames.Meter or WorkerTelemetry.Name or SpoolMetrics.MeterName)
            {
                lock (found)
                {
                    found[instrument.Name] = instrument;
                }
            }
        };
        listener.Start();
        _ = new RedisMetrics(services.GetRequiredService<IMeterFactory>());
        RuntimeHelpers.RunClassConstructor(typeof(ChatEndpoint).TypeHandle);
        NotStarted.Begin("page");
        LedgerMetrics.Begin("page");
        SpoolMetrics.Begin("page");
        KnownSeries.Timeout("page");
        lock (found)
        {
            return new Dictionary<string, Instrument>(found, StringComparer.Ordinal);
        }
    }

    public static string Write()
    {
        var instruments = Instruments();
        var text = new StringBuilder();
        foreach (var (section, rows) in DocumentedSeries.Sections)
        {
            text.Append("### ").Append(section).Append("\n\n").Append(Head);
            foreach (var row in rows)
            {
                var instrument = instruments[row.Instrument];
                var series = Series(instrument);
                Row(text, series, Type(instrument), string.Join(", ", row.LabelKeys.Select(key => Label(row, key))), row.Meaning,
                    row.Example.Replace("$", series, StringComparison.Ordinal));
            }

            text.Append('\n');
        }

        text.Append("### Report\n\nWhat the batch job of [the report](workers.md#the-report) pushed last, with `job=\"tta-report\"`.\n\n").Append(Head);
        foreach (var (series, meaning) in DocumentedSeries.Report)
        {
            Row(text, series, "gauge", "", meaning, series);
        }

        return text.ToString();
    }

    /// <summary>The instrument's name as Prometheus shows it.</summary>
    public static string Series(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return instrument.Name.Replace('.', '_') + unit + (Type(instrument) == "counter" ? "_total" : "");
    }

    private static string Type(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter"
            : "gauge";
    }

    private static string Label(DocumentedSeries row, string key)
    {
        var values = row.Notes.FirstOrDefault(note => note.Label == key).Values;
        return $"`{key.Replace('.', '_')}`" + (values is null ? "" : $" ({string.Join(", ", values.Select(value => value == "…" ? value : $"`{value}`"))})");
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells) => text.Append("| `").Append(cells[0]).Append("` | ")
        .Append(cells[1]).Append(" | ").Append(cells[2]).Append(cells[2].Length > 0 ? " | " : "| ").Append(cells[3]).Append(" | `").Append(cells[4]).Append("` |\n");
}
