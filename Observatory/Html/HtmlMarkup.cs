using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Observatory.Html;

/// <summary>
/// What <see cref="HtmlWriter.Add(ref HtmlMarkup)"/> takes: the compiler hands the literal parts of an interpolated string on as markup and its
/// values as text to escape, each straight into the page.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlMarkup
{
    private readonly HtmlWriter _page;

    /// <summary>Begins; called by the compiler.</summary>
    public HtmlMarkup(int literalLength, int formattedCount, HtmlWriter page)
    {
        _ = literalLength;
        _ = formattedCount;
        _page = page;
    }

    /// <summary>Adds what is written in the source.</summary>
    public void AppendLiteral(string markup) => _page.AddMarkup(markup);

    /// <summary>Adds a text, escaped.</summary>
    public void AppendFormatted(string? text) => _page.AddText(text);

    /// <summary>Adds an attribute, or nothing.</summary>
    public void AppendFormatted(HtmlFlag flag)
    {
        if (flag.IsSet)
        {
            _page.AddMarkup(" ");
            _page.AddMarkup(flag.Attribute);
        }
    }

    /// <summary>Adds a value, in invariant notation and escaped.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        Span<char> text = stackalloc char[64];
        if (value is ISpanFormattable number && number.TryFormat(text, out var length, format, CultureInfo.InvariantCulture))
        {
            _page.AddText(text[..length]);
        }
        else
        {
            _page.AddText(value is IFormattable other ? other.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
        }
    }
}

/// <summary>An attribute as it is written in the source, or nothing: <c>selected</c>, <c>aria-current="page"</c>.</summary>
internal readonly record struct HtmlFlag([ConstantExpected] string Attribute, bool IsSet);
