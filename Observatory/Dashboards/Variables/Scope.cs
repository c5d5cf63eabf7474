using System.Text.RegularExpressions;
using Observatory.Dashboards.Times;

namespace Observatory.Dashboards.Variables;

/// <summary>What variables mean in one place of a page: those of the board, the time, and at the innermost a value or field.</summary>
internal sealed partial class Scope
{
    private const int MaxLength = 100_000;
    private readonly Func<string, string?, VariableValue?> _find;
    private readonly Scope? _outer;

    private Scope(Func<string, string?, VariableValue?> find, Scope? outer) => (_find, _outer) = (find, outer);

    /// <summary>Nothing is known.</summary>
    public static Scope Empty { get; } = new((_, _) => null, null);

    /// <summary>A scope within this one; what it does not know is looked for here.</summary>
    /// <param name="find">Finds the value for a name and a path behind it (<c>labels.x</c>), or null.</param>
    public Scope With(Func<string, string?, VariableValue?> find) => new(find, this);

    /// <summary>A scope that knows some names.</summary>
    public Scope With(IReadOnlyDictionary<string, VariableValue> values) => With((name, _) => values.GetValueOrDefault(name));

    /// <summary>A scope that knows a time range.</summary>
    public Scope With(DashboardTime time) => With((name, _) => name switch
    {
        "__from" => Number(time.FromMs),
        "__to" => Number(time.ToMs),
        "__range" => VariableValue.Of($"{Seconds(time.Length)}s"),
        "__range_s" => VariableValue.Of(Seconds(time.Length)),
        "__range_ms" => Number((long)time.Length.TotalMilliseconds),
        "__url_time_range" => new([]) { Address = $"from={Uri.EscapeDataString(time.RawFrom)}&to={Uri.EscapeDataString(time.RawTo)}" },
        "__timezone" => VariableValue.Of("utc"),
        _ => null,
    });

    /// <summary>A scope that knows how far points are apart.</summary>
    public Scope WithStep(TimeSpan step, TimeSpan scrape) => With((name, _) => name switch
    {
        "__interval" => VariableValue.Of(IntervalText.Write(step)),
        "__interval_ms" => Number((long)step.TotalMilliseconds),
        "__rate_interval" => VariableValue.Of(IntervalText.Write(QueryStep.Rate(step, scrape))),
        "__rate_interval_ms" => Number((long)QueryStep.Rate(step, scrape).TotalMilliseconds),
        _ => null,
    });

    /// <summary>The names of variables in a text.</summary>
    public static IEnumerable<string> Names(string text) => Variable().Matches(text).Select(Name);

    /// <summary>Puts values in place of variables; one that is not known stays as it is written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">The format where the text names none.</param>
    public string Fill(string text, string format = "glob")
    {
        if (!text.Contains('$', StringComparison.Ordinal) && !text.Contains("[[", StringComparison.Ordinal))
        {
            return text;
        }

        var filled = Variable().Replace(text, match =>
        {
            var name = Name(match);
            var path = match.Groups["path"] is { Success: true } p ? p.Value : null;
            var own = match.Groups["format"] is { Success: true } f ? f.Value : match.Groups["format2"] is { Success: true } f2 ? f2.Value : null;
            return Find(name, path) is { } value ? TextFormat.Write(value, name, own ?? format) : match.Value;
        });
        return filled.Length <= MaxLength ? filled : filled[..MaxLength];
    }

    /// <summary>Finds a variable.</summary>
    public VariableValue? Find(string name, string? path)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._find(name, path) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static VariableValue Number(long number) => VariableValue.Of(number.ToString(CultureInfo.InvariantCulture));

    private static string Seconds(TimeSpan span) => Math.Round(span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Name(Match match) =>
        match.Groups["bare"] is { Success: true } bare ? bare.Value : match.Groups["old"] is { Success: true } old ? old.Value : match.Groups["name"].Value;

    [GeneratedRegex("""\$(?<bare>\w+)|\[\[(?<old>\w+)(?::(?<format2>[\w]+))?\]\]|\$\{(?<name>\w+)(?:(?<path>(?:\.[^:}\[\]]+|\["[^"\]}]*"\]|\[\d+\])+))?(?::(?<format>[^}]+))?\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
