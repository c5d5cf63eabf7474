using System.Globalization;

namespace Tta.DemoWorkers.Common;

/// <summary>Amounts of US dollars as texts, exact and without superfluous zeros.</summary>
internal static class Money
{
    public static string Text(decimal usd) => usd.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">Not an amount.</exception>
    public static decimal Parse(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
