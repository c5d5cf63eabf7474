using Tta.Observatory.Tests.Metrics.Support;

namespace Tta.Observatory.Tests.Logs.Support;

/// <summary>Builds ExportLogsServiceRequests by hand.</summary>
internal static class OtlpLog
{
    public const string TraceId = "0102030405060708090a0b0c0d0e0f10";
    public const string SpanId = "1112131415161718";

    public static byte[] Request(params Proto[] records) => Request("shop", records);

    public static byte[] Request(string service, params Proto[] records)
    {
        var scoped = new Proto().Message(1, new Proto().String(1, "Shop.Orders"));
        foreach (var record in records)
        {
            scoped.Message(2, record);
        }

        var resource = new Proto().Attribute(1, "service.name", service).Attribute(1, "service.instance.id", service + "-1");
        return new Proto().Message(1, new Proto().Message(1, resource).Message(2, scoped)).ToArray();
    }

    public static Proto Record(string body, int severity = 9, double time = 0, params (string Key, object Value)[] attributes)
    {
        var record = new Proto().Fixed64(1, OtlpMetric.At(time)).Varint(2, (ulong)severity).String(3, "Level").Message(5, Proto.AnyValue(body));
        foreach (var (key, value) in attributes)
        {
            record.Attribute(6, key, value);
        }

        return record;
    }

    public static Proto InTrace(this Proto record) =>
        record.Bytes(9, Convert.FromHexString(TraceId)).Bytes(10, Convert.FromHexString(SpanId));
}
