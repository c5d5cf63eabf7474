using System.Text.RegularExpressions;
using Observatory.Otlp;
using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>A key whose value is not one thing, is larger or smaller than a number, or has a pattern in it.</summary>
internal sealed class ComparedCondition : AttributeCondition
{
    // Of a longer text only the beginning is looked at: prompts can be megabytes, and every span is looked at.
    private const int MaxBytes = 4 * 1024;
    private const int MaxNumberBytes = 32;

    private readonly Comparison _comparison;
    private readonly string _text;
    private readonly byte[] _utf8;
    private readonly double _number;
    private readonly Regex? _pattern;

    private ComparedCondition(string key, Comparison comparison, string text, double number, Regex? pattern)
        : base(key) =>
        (_comparison, _text, _utf8, _number, _pattern) = (comparison, text, Encoding.UTF8.GetBytes(text), number, pattern);

    /// <summary>Compares with a number: <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>. A text that is written as a number is one, too.</summary>
    public static ComparedCondition OfSize(string key, Comparison comparison, double number) => new(key, comparison, "", number, null);

    /// <summary>Looks for a pattern: <c>=~</c>, <c>!~</c>.</summary>
    public static ComparedCondition OfPattern(string key, Comparison comparison, Regex pattern) => new(key, comparison, "", 0, pattern);

    /// <summary>A value that is another: <c>!=</c>.</summary>
    public static ComparedCondition Not(string key, string text) => new(key, Comparison.NotEqual, text, 0, null);

    /// <inheritdoc/>
    protected override bool IsValue(OtlpValue value)
    {
        if (_pattern is not null)
        {
            return value.Kind == OtlpValueKind.String ? IsText(value.Bytes) : IsMatch(value.ToText());
        }

        if (_comparison == Comparison.NotEqual)
        {
            return !TagHash.Matches(value, _text, _utf8);
        }

        return value.Kind switch
        {
            OtlpValueKind.Int => IsNumber(value.Bits),
            OtlpValueKind.Double => IsNumber(value.Double),
            OtlpValueKind.String => IsText(value.Bytes),
            _ => false,
        };
    }

    /// <inheritdoc/>
    protected override bool IsText(ReadOnlySpan<byte> utf8)
    {
        if (_pattern is not null)
        {
            return IsMatch(Encoding.UTF8.GetString(utf8[..Math.Min(MaxBytes, utf8.Length)]));
        }

        return _comparison == Comparison.NotEqual
            ? !utf8.SequenceEqual(_utf8)
            : utf8.Length <= MaxNumberBytes && double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && IsNumber(number);
    }

    private bool IsMatch(string text) => _pattern!.IsMatch(text) == (_comparison == Comparison.Matches);

    private bool IsNumber(double number) => !double.IsNaN(number) && _comparison.Holds(number.CompareTo(_number));
}
