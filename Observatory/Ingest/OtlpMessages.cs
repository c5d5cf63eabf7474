using Observatory.Ingest.Requests;
using Observatory.Otlp;

namespace Observatory.Ingest;

/// <summary>The few messages that Observatory answers with, in protobuf.</summary>
internal static class OtlpMessages
{
    private const int MaxMessageBytes = 1024;

    /// <summary>
    /// An <c>Export…ServiceResponse</c>; the three signals' have the same shape: field 1 is the partial success, in it 1 the rejected
    /// count and 2 the message. Empty when all was taken.
    /// </summary>
    public static byte[] ExportResponse(OtlpOutcome outcome)
    {
        if (outcome.Rejected == 0 && string.IsNullOrEmpty(outcome.Message))
        {
            return [];
        }

        var partial = new List<byte>();
        if (outcome.Rejected != 0)
        {
            partial.Add(0x08);
            AddVarint(partial, (ulong)outcome.Rejected);
        }

        AddText(partial, 0x12, outcome.Message ?? "");
        var response = new List<byte> { 0x0A };
        AddVarint(response, (ulong)partial.Count);
        response.AddRange(partial);
        return [.. response];
    }

    /// <summary>A <c>google.rpc.Status</c>: 1 the code, 2 the message.</summary>
    public static byte[] Status(GrpcStatus code, string message)
    {
        var status = new List<byte> { 0x08 };
        AddVarint(status, (ulong)code);
        AddText(status, 0x12, message);
        return [.. status];
    }

    private static void AddText(List<byte> to, byte tag, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var utf8 = Encoding.UTF8.GetBytes(text.Length <= MaxMessageBytes ? text : text[..MaxMessageBytes]);
        to.Add(tag);
        AddVarint(to, (ulong)utf8.Length);
        to.AddRange(utf8);
    }

    private static void AddVarint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            to.Add((byte)(value | 0x80));
        }

        to.Add((byte)value);
    }
}
