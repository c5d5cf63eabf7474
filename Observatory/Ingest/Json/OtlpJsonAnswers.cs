using Observatory.Ingest.Requests;
using Observatory.Otlp;

namespace Observatory.Ingest.Json;

/// <summary>The few messages that Observatory answers with, in JSON.</summary>
internal static class OtlpJsonAnswers
{
    /// <summary>An <c>Export…ServiceResponse</c>. Empty when all was taken.</summary>
    public static byte[] ExportResponse(OtlpSignal signal, OtlpOutcome outcome) => Write(writer =>
    {
        if (outcome.Rejected == 0 && string.IsNullOrEmpty(outcome.Message))
        {
            return;
        }

        writer.WriteStartObject("partialSuccess");
        if (outcome.Rejected != 0)
        {
            // A number of 64 bits is digits.
            writer.WriteString(RejectedName(signal), outcome.Rejected.ToString(CultureInfo.InvariantCulture));
        }

        writer.WriteString("errorMessage", outcome.Message ?? "");
        writer.WriteEndObject();
    });

    /// <summary>A <c>google.rpc.Status</c>.</summary>
    public static byte[] Status(GrpcStatus code, string message) => Write(writer =>
    {
        writer.WriteNumber("code", (int)code);
        writer.WriteString("message", message);
    });

    private static string RejectedName(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => "rejectedSpans",
        OtlpSignal.Metrics => "rejectedDataPoints",
        _ => "rejectedLogRecords",
    };

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
