using Observatory.Logs.Model;
using Observatory.Logs.Store;

namespace Observatory.Logs.Api;

/// <summary>Reads the parameters of the log API. What cannot be understood is an error that names the parameter, never ignored.</summary>
internal static class LogQueryParser
{
    /// <summary>Most records of one answer.</summary>
    public const int MaxLimit = 1000;

    private const int MaxTextLength = 256;

    /// <summary>Reads a query.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <param name="tail">Whether this is for following, where a time range and a limit make no sense.</param>
    /// <exception cref="FormatException">A parameter is wrong; the message is for the client.</exception>
    public static LogQuery Parse(IQueryCollection parameters, bool tail)
    {
        string? service = null, text = null;
        byte[]? traceId = null;
        var (minSeverity, limit, start, end) = (0, 100, 0UL, ulong.MaxValue);
        foreach (var (name, values) in parameters)
        {
            var value = values.Count == 1 ? values[0] : throw new FormatException($"{Shown(name)}: given more than once");
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            switch (name)
            {
                case "service":
                    service = Short(name, value);
                    break;
                case "text":
                    text = Short(name, value);
                    break;
                case "traceId":
                    traceId = TraceId(value);
                    break;
                case "minLevel":
                    minSeverity = LogLevels.TryParse(value, out var severity)
                        ? severity
                        : throw new FormatException($"minLevel: '{Shown(value)}' is not trace, debug, info, warn, error, fatal or a number from 0 to {LogLevels.Max}");
                    break;
                case "start" when !tail:
                    start = Time(name, value);
                    break;
                case "end" when !tail:
                    end = Time(name, value);
                    break;
                case "limit" when !tail:
                    limit = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit
                        ? number
                        : throw new FormatException($"limit: '{Shown(value)}' is not a number from 1 to {MaxLimit}");
                    break;
                default:
                    throw new FormatException(
                        $"{Shown(name)}: no such parameter; there are service, traceId, minLevel, text{(tail ? "" : ", start, end, limit")}");
            }
        }

        if (start > end)
        {
            throw new FormatException("start: is after end");
        }

        return new()
        {
            Service = service,
            Text = text,
            TraceId = traceId,
            MinSeverity = minSeverity,
            Limit = limit,
            StartUnixNano = start,
            EndUnixNano = end,
        };
    }

    private static string Short(string name, string value) => value.Length <= MaxTextLength
        ? value
        : throw new FormatException($"{name}: longer than {MaxTextLength} characters");

    private static byte[] TraceId(string value)
    {
        // Like Jaeger's API: leading zeros may be missing.
        if (value.Length <= 32 && value.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(value.PadLeft(32, '0'));
        }

        throw new FormatException($"traceId: '{Shown(value)}' is not up to 32 hexadecimal digits");
    }

    private static ulong Time(string name, string value)
    {
        if (ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= ulong.MaxValue / 1_000_000)
        {
            return milliseconds * 1_000_000;
        }

        if (DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= DateTimeOffset.UnixEpoch)
        {
            return (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;
        }

        throw new FormatException($"{name}: '{Shown(value)}' is neither milliseconds since 1970 nor a time like 2026-01-31T12:00:00Z");
    }

    private static string Shown(string value) => value.Length <= 64 ? value : value[..64] + "…";
}
