namespace Observatory.Prometheus;

/// <summary>Reads what Prometheus' API answers. What has another shape than it should is an <see cref="InvalidOperationException"/> or its like.</summary>
internal static class PrometheusAnswer
{
    /// <summary>Reads a vector, matrix, scalar or string.</summary>
    public static PrometheusResult Result(JsonElement answer, int maxSeries)
    {
        var data = answer.GetProperty("data");
        var result = data.GetProperty("result");
        var leftOut = 0;
        var series = new List<PrometheusSeries>();
        switch (data.GetProperty("resultType").GetString())
        {
            case "scalar":
                series.Add(new(new Dictionary<string, string>(), [Time(result[0])], [Number(result[1])]));
                break;
            case "string":
                break;
            default:
                foreach (var item in result.EnumerateArray())
                {
                    if (series.Count == maxSeries || Series(item) is not { } one)
                    {
                        leftOut++;
                    }
                    else
                    {
                        series.Add(one);
                    }
                }

                break;
        }

        return new(series, Texts(answer, "warnings", 10), leftOut);
    }

    /// <summary>Reads exemplars. Of more than there is room for, every second or third …, so that each series and all of the time have theirs.</summary>
    public static List<PrometheusExemplar> Exemplars(JsonElement answer, int max)
    {
        var exemplars = new List<PrometheusExemplar>();
        var total = answer.GetProperty("data").EnumerateArray().Sum(series => (long)series.GetProperty("exemplars").GetArrayLength());
        var stride = Math.Max(1, (total + max - 1) / max);
        var next = 0L;
        foreach (var series in answer.GetProperty("data").EnumerateArray())
        {
            IReadOnlyDictionary<string, string>? labels = null;
            foreach (var exemplar in series.GetProperty("exemplars").EnumerateArray())
            {
                if (next++ % stride == 0)
                {
                    labels ??= Labels(series.GetProperty("seriesLabels"));
                    exemplars.Add(new(labels, Labels(exemplar.GetProperty("labels")), Time(exemplar.GetProperty("timestamp")), Number(exemplar.GetProperty("value"))));
                }
            }
        }

        return exemplars;
    }

    /// <summary>Reads label sets.</summary>
    public static List<IReadOnlyDictionary<string, string>> LabelSets(JsonElement answer, int max) =>
        [.. answer.GetProperty("data").EnumerateArray().Take(max).Select(Labels)];

    /// <summary>Reads the targets in use.</summary>
    public static List<PrometheusTarget> Targets(JsonElement answer, int max) =>
    [
        .. answer.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Take(max).Select(t =>
        {
            var labels = Labels(t.GetProperty("labels"));
            return new PrometheusTarget(labels.GetValueOrDefault("job", ""), labels.GetValueOrDefault("instance", ""), Text(t, "health"), Text(t, "lastError"));
        }),
    ];

    /// <summary>Reads the alerts.</summary>
    public static List<PrometheusAlert> Alerts(JsonElement answer, int max) =>
    [
        .. answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Take(max).Select(a =>
        {
            var labels = Labels(a.GetProperty("labels"));
            var since = DateTimeOffset.TryParse(Text(a, "activeAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : (DateTimeOffset?)null;
            var annotations = a.TryGetProperty("annotations", out var texts) ? Labels(texts) : [];
            double? value = double.TryParse(Text(a, "value"), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) ? number : null;
            return new PrometheusAlert(labels.GetValueOrDefault("alertname", ""), Text(a, "state"), since, labels, annotations, value);
        }),
    ];

    /// <summary>Reads what the senders say of metrics, by name; of a metric that they describe differently the first.</summary>
    public static Dictionary<string, PrometheusMetadata> Metadata(JsonElement answer, int max)
    {
        var all = new Dictionary<string, PrometheusMetadata>(StringComparer.Ordinal);
        foreach (var metric in answer.GetProperty("data").EnumerateObject().Take(max))
        {
            if (metric.Value.GetArrayLength() > 0)
            {
                all[metric.Name] = new(Text(metric.Value[0], "type"), Text(metric.Value[0], "help"), Text(metric.Value[0], "unit"));
            }
        }

        return all;
    }

    /// <summary>Reads the expressions of recording rules, by the name of what they record; of several the first.</summary>
    public static Dictionary<string, string> Recorded(JsonElement answer, int max)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var rules = answer.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(g => g.GetProperty("rules").EnumerateArray());
        foreach (var rule in rules.Take(max))
        {
            if (Text(rule, "type") == "recording")
            {
                all.TryAdd(Text(rule, "name"), Text(rule, "query"));
            }
        }

        return all;
    }

    /// <summary>Reads an array of texts; none when it is absent.</summary>
    public static List<string> Texts(JsonElement parent, string name, int max) => parent.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
        ? [.. array.EnumerateArray().Take(max).Select(t => t.GetString() ?? "")]
        : [];

    /// <summary>Reads a text; empty when it is absent.</summary>
    public static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static PrometheusSeries? Series(JsonElement item)
    {
        var labels = Labels(item.GetProperty("metric"));
        if (item.TryGetProperty("value", out var value))
        {
            return new(labels, [Time(value[0])], [Number(value[1])]);
        }

        if (!item.TryGetProperty("values", out var values))
        {
            return null;
        }

        var count = values.GetArrayLength();
        var (times, numbers) = (new double[count], new double[count]);
        var i = 0;
        foreach (var point in values.EnumerateArray())
        {
            times[i] = Time(point[0]);
            numbers[i++] = Number(point[1]);
        }

        return new(labels, times, numbers);
    }

    private static SortedDictionary<string, string> Labels(JsonElement labels)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in labels.EnumerateObject())
        {
            sorted[label.Name] = label.Value.GetString() ?? "";
        }

        return sorted;
    }

    private static double Time(JsonElement seconds) => Math.Round(seconds.GetDouble() * 1000);

    private static double Number(JsonElement text) => text.GetString() switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var number => double.Parse(number!, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
