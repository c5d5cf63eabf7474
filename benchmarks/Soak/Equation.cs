using System.Globalization;

namespace Soak;

/// <summary>A row of the closing table: two books that must agree.</summary>
/// <param name="What">What is compared.</param>
/// <param name="Says">What each of them says.</param>
/// <param name="Differs">The first less the second.</param>
/// <param name="Least">The least that this may be.</param>
/// <param name="Most">The most that it may be.</param>
/// <param name="Unit">What stands before an amount.</param>
internal sealed record Equation(string What, string Says, double Differs, double Least, double Most, string Unit = "")
{
    /// <summary>Half of the last digit that is printed: sums of dollars in another order differ by less.</summary>
    private const double Rounding = 5e-7;

    public const string Heading = "| books | say | differ by | may differ by | holds |\n|---|---|---|---|---|";

    public bool Holds => Differs >= Least - Rounding && Differs <= Most + Rounding;

    public string Row => $"| {What} | {Says} | {Text(Differs)} | {May} | {(Holds ? "yes" : "**NO**")} |";

    private string May => (Least, Most) switch
    {
        (0, 0) => "0",
        _ when double.IsInfinity(Most) => "any",
        _ when Least == -Most => $"± {Text(Most)}",
        _ => $"{Text(Least)} to {Text(Most)}",
    };

    private string Text(double number) => Unit.Length == 0
        ? number.ToString("0", CultureInfo.InvariantCulture)
        : (number < 0 ? "−" : "") + Unit + Math.Abs(number).ToString("0.000000", CultureInfo.InvariantCulture);
}
