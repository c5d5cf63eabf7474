using System.Text.Unicode;
using Observatory.Metrics.Model;

namespace Observatory.Metrics.Exposition;

/// <summary>Writes the exposition text to memory. Nothing is allocated per sample.</summary>
internal sealed class ExpositionWriter(IBufferWriter<byte> output, ExpositionFormat format)
{
    /// <summary>The text that is written.</summary>
    public ExpositionFormat Format => format;

    /// <summary>The name of a family in OpenMetrics: without the suffix that the type implies.</summary>
    public static string OpenMetricsName(string name, MetricKind? kind)
    {
        var suffix = kind switch
        {
            MetricKind.Counter => "_total",
            MetricKind.Info => "_info",
            _ => "",
        };
        return suffix.Length > 0 && name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
    }

    /// <summary>Begins a family: its TYPE, UNIT and HELP.</summary>
    /// <param name="name">Its name in the text format.</param>
    /// <param name="kind">Its type; nothing for unknown.</param>
    /// <param name="help">Its description, may be empty.</param>
    /// <param name="unit">Its unit in words; written only where OpenMetrics allows it, that is if the name ends in it.</param>
    public void Family(string name, MetricKind? kind, string help, string unit)
    {
        var openMetrics = format == ExpositionFormat.OpenMetrics;
        var family = openMetrics ? OpenMetricsName(name, kind) : name;
        if (!openMetrics && help.Length > 0)
        {
            Meta("# HELP "u8, family, help);
        }

        Meta("# TYPE "u8, family, TypeName(kind));
        if (openMetrics)
        {
            if (unit.Length > 0 && family.EndsWith("_" + unit, StringComparison.Ordinal))
            {
                Meta("# UNIT "u8, family, unit);
            }

            if (help.Length > 0)
            {
                Meta("# HELP "u8, family, help);
            }
        }
    }

    /// <summary>Writes a sample.</summary>
    public void Sample(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, double value, in Exemplar exemplar)
    {
        Begin(name, suffix, labels);
        if (labels.Length > 0)
        {
            Write("}"u8);
        }

        Write(" "u8);
        Number(value, canonical: false);
        End(exemplar);
    }

    /// <summary>Writes a cumulative bucket.</summary>
    public void Bucket(ReadOnlySpan<byte> name, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> le, ulong count, in Exemplar exemplar)
    {
        Begin(name, "_bucket"u8, labels);
        Write(labels.Length > 0 ? ",le=\""u8 : "{le=\""u8);
        Write(le);
        Write("\"} "u8);
        Integer(count);
        End(exemplar);
    }

    /// <summary>Writes a quantile of a summary.</summary>
    public void Quantile(ReadOnlySpan<byte> name, ReadOnlySpan<byte> labels, double quantile, double value)
    {
        Begin(name, default, labels);
        Write(labels.Length > 0 ? ",quantile=\""u8 : "{quantile=\""u8);
        Number(quantile, canonical: format == ExpositionFormat.OpenMetrics);
        Write("\"} "u8);
        Number(value, canonical: false);
        End(default);
    }

    /// <summary>Ends the text, which OpenMetrics wants said.</summary>
    public void End()
    {
        if (format == ExpositionFormat.OpenMetrics)
        {
            Write("# EOF\n"u8);
        }
    }

    private void Begin(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels)
    {
        Write(name);
        Write(suffix);
        if (labels.Length > 0)
        {
            Write("{"u8);
            Write(labels);
        }
    }

    private void End(in Exemplar exemplar)
    {
        if (exemplar.Exists && format == ExpositionFormat.OpenMetrics)
        {
            WriteExemplar(exemplar);
        }

        Write("\n"u8);
    }

    private void WriteExemplar(in Exemplar exemplar)
    {
        Write(" # {trace_id=\""u8);
        Hex((ulong)(exemplar.TraceId >> 64));
        Hex((ulong)exemplar.TraceId);
        if (exemplar.SpanId != 0)
        {
            Write("\",span_id=\""u8);
            Hex(exemplar.SpanId);
        }

        Write("\"} "u8);
        Number(exemplar.Value, canonical: false);
        if (exemplar.TimeUnixNano > 0)
        {
            Write(" "u8);
            var milliseconds = exemplar.TimeUnixNano / 1_000_000;
            Integer(milliseconds / 1000);
            Write("."u8);
            Integer(milliseconds % 1000, "000");
        }
    }

    private void Meta(ReadOnlySpan<byte> keyword, string family, string text)
    {
        Write(keyword);
        Text(family);
        Write(" "u8);
        Text(text);
        Write("\n"u8);
    }

    // Descriptions come from senders: line ends and backslashes are escaped in both formats, quotes in OpenMetrics alone.
    private void Text(string text)
    {
        var special = format == ExpositionFormat.OpenMetrics ? "\\\n\0\"" : "\\\n\0";
        if (text.AsSpan().ContainsAny(special))
        {
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace('\0', '\uFFFD');
            text = format == ExpositionFormat.OpenMetrics ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
        }

        var buffer = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        Utf8.FromUtf16(text, buffer, out _, out var written, replaceInvalidSequences: true);
        output.Advance(written);
    }

    private void Number(double value, bool canonical) => output.Advance(ExpositionNumber.Write(value, output.GetSpan(ExpositionNumber.MaxLength), canonical));

    private void Integer(ulong value, ReadOnlySpan<char> layout = default)
    {
        value.TryFormat(output.GetSpan(ExpositionNumber.MaxLength), out var written, layout, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Hex(ulong value)
    {
        value.TryFormat(output.GetSpan(16), out var written, "x16", CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    private string TypeName(MetricKind? kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
        MetricKind.Summary => "summary",
        MetricKind.Info when format == ExpositionFormat.OpenMetrics => "info",
        MetricKind.Info => "gauge",
        _ when format == ExpositionFormat.OpenMetrics => "unknown",
        _ => "untyped",
    };
}
