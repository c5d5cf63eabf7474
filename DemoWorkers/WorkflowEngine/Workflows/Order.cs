using System.Globalization;
using System.Text.RegularExpressions;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>An order as customers write it: <c>Order 4711: 3 x desk lamp to Oslo.</c></summary>
internal sealed partial record Order(int Quantity, string Product, string City)
{
    public static bool IsOrder(string text) => Pattern().IsMatch(text);

    /// <exception cref="FormatException">The text is not an order.</exception>
    public static Order Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success
            ? new Order(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match.Groups[2].Value, match.Groups[3].Value)
            : throw new FormatException("This is not an order.");
    }

    [GeneratedRegex(@"^Order [0-9]{1,9}: ([0-9]{1,3}) x ([a-z ]{3,40}) to (\p{L}[\p{L} ]{1,40})\.", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
