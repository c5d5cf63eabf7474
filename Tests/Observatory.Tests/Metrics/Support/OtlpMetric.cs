namespace Tta.Observatory.Tests.Metrics.Support;

/// <summary>Builds ExportMetricsServiceRequests by hand.</summary>
internal static class OtlpMetric
{
    public const int Delta = 1;
    public const int Cumulative = 2;
    public const string TraceId = "0102030405060708090a0b0c0d0e0f10";
    public const string SpanId = "1112131415161718";

    /// <summary>Seconds of the tests' clock as OTLP nanoseconds.</summary>
    public static ulong At(double seconds) => (ulong)((ManualTime.Start.ToUnixTimeMilliseconds() * 1_000_000L) + (long)(seconds * 1e9));

    public static byte[] Request(params Proto[] metrics) => Request([("service.name", "shop"), ("service.instance.id", "shop-1")], "", metrics);

    public static byte[] Request((string Key, object Value)[] resource, string scope, params Proto[] metrics)
    {
        var attributes = new Proto();
        foreach (var (key, value) in resource)
        {
            attributes.Attribute(1, key, value);
        }

        var scoped = new Proto().Message(1, new Proto().String(1, scope));
        foreach (var metric in metrics)
        {
            scoped.Message(2, metric);
        }

        return new Proto().Message(1, new Proto().Message(1, attributes).Message(2, scoped)).ToArray();
    }

    public static Proto Gauge(string name, string unit, string help, params Proto[] points) => Metric(name, unit, help, 5, Points(points));

    public static Proto Sum(string name, string unit, string help, bool monotonic, int temporality, params Proto[] points) =>
        Metric(name, unit, help, 7, Points(points).Varint(2, (ulong)temporality).Varint(3, monotonic ? 1UL : 0));

    public static Proto Counter(string name, params Proto[] points) => Sum(name, "", "", true, Cumulative, points);

    public static Proto Histogram(string name, string unit, string help, int temporality, params Proto[] points) =>
        Metric(name, unit, help, 9, Points(points).Varint(2, (ulong)temporality));

    public static Proto Exponential(string name, int temporality, params Proto[] points) =>
        Metric(name, "", "", 10, Points(points).Varint(2, (ulong)temporality));

    public static Proto Summary(string name, string unit, string help, params Proto[] points) => Metric(name, unit, help, 11, Points(points));

    public static Proto Number(double value, double time, double start, params (string Key, object Value)[] attributes) =>
        Attributes(new Proto().Fixed64(2, At(start)).Fixed64(3, At(time)).Double(4, value), 7, attributes);

    public static Proto Integer(long value, double time, params (string Key, object Value)[] attributes) =>
        Attributes(new Proto().Fixed64(2, At(0)).Fixed64(3, At(time)).Fixed64(6, unchecked((ulong)value)), 7, attributes);

    public static Proto Buckets(double time, double start, double[] bounds, ulong[] counts, double? sum, params (string Key, object Value)[] attributes)
    {
        var point = new Proto().Fixed64(2, At(start)).Fixed64(3, At(time)).Fixed64(4, counts.Aggregate(0UL, (total, count) => total + count));
        if (sum is { } given)
        {
            point.Double(5, given);
        }

        return Attributes(point.PackedFixed64(6, counts).PackedDoubles(7, bounds), 9, attributes);
    }

    public static Proto Exemplar(double value, double time) =>
        new Proto().Fixed64(2, At(time)).Double(3, value).Bytes(4, Convert.FromHexString(SpanId)).Bytes(5, Convert.FromHexString(TraceId));

    private static Proto Points(Proto[] points)
    {
        var data = new Proto();
        foreach (var point in points)
        {
            data.Message(1, point);
        }

        return data;
    }

    private static Proto Metric(string name, string unit, string help, int type, Proto data) =>
        new Proto().String(1, name).String(2, help).String(3, unit).Message(type, data);

    private static Proto Attributes(Proto point, int field, (string Key, object Value)[] attributes)
    {
        foreach (var (key, value) in attributes)
        {
            point.Attribute(field, key, value);
        }

        return point;
    }
}
