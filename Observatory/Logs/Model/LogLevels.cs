using System.Diagnostics.CodeAnalysis;

namespace Observatory.Logs.Model;

/// <summary>OTLP's severity numbers and their names.</summary>
internal static class LogLevels
{
    private static readonly string[] Names = ["Trace", "Debug", "Info", "Warn", "Error", "Fatal"];

    /// <summary>The highest severity number.</summary>
    public const int Max = 24;

    /// <summary>The name of a severity: four numbers share one; 0 is unspecified.</summary>
    public static string Name(int severity) => severity is > 0 and <= Max ? Names[(severity - 1) / 4] : "Unspecified";

    /// <summary>
    /// Reads a name (also .NET's <c>Information</c>, <c>Warning</c>, <c>Critical</c>) or a number as the lowest severity it means.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out int severity)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out severity))
        {
            return severity <= Max;
        }

        severity = text?.ToUpperInvariant() switch
        {
            "TRACE" => 1,
            "DEBUG" => 5,
            "INFO" or "INFORMATION" => 9,
            "WARN" or "WARNING" => 13,
            "ERROR" => 17,
            "FATAL" or "CRITICAL" => 21,
            _ => -1,
        };
        return severity >= 0;
    }

    /// <summary>
    /// The severity of a level given only in words, in the words of the logging libraries and of syslog; 0 when they are not known.
    /// </summary>
    public static int OfText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > 16)
        {
            return 0;
        }

        var text = Encoding.UTF8.GetString(utf8).Trim().ToUpperInvariant();
        return text switch
        {
            "VERBOSE" or "FINEST" or "FINER" or "TRCE" => 1,
            "FINE" or "DBUG" or "CONFIG" => 5,
            "INFORMATIONAL" => 9,
            "NOTICE" => 10,
            "ERR" or "FAIL" or "FAILURE" or "SEVERE" => 17,
            "CRIT" or "ALERT" or "PANIC" or "DPANIC" => 21,
            "EMERG" or "EMERGENCY" => 24,
            _ => !char.IsAsciiDigit(text.FirstOrDefault()) && TryParse(text, out var severity) ? severity : 0,
        };
    }
}
