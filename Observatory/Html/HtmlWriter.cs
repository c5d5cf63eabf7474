using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Observatory.Html;

/// <summary>
/// Writes a page straight into its answer. Whatever is put into it, as an interpolated value or as text, is escaped; only what is written in
/// the source is markup. Once the reader is gone, writing ends with an <see cref="OperationCanceledException"/>.
/// </summary>
/// <param name="output">The answer's body.</param>
/// <param name="cancellation">Cancelled when the reader goes.</param>
internal sealed class HtmlWriter(PipeWriter output, CancellationToken cancellation) : IDisposable
{
    private const int SendAt = 32 * 1024;

    // Other scripts than Latin are sent as they are (the page says that it is UTF-8); what markup is made of is escaped all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // Pages are made of many short pieces: put together first, each would be a call into the server otherwise.
    private readonly char[] _buffer = ArrayPool<char>.Shared.Rent(8 * 1024);
    private int _used;
    private long _sent;

    /// <summary>Characters written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds markup; the interpolated values are escaped.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The markup is written into this page while the compiler builds the argument.")]
    public void Add([InterpolatedStringHandlerArgument("")] ref HtmlMarkup markup) => _ = markup;

    /// <summary>Adds an option of a select element.</summary>
    public void AddOption(string value, string text, bool isChosen) =>
        Add($"<option value=\"{value}\"{new HtmlFlag("selected", isChosen)}>{text}</option>");

    /// <summary>Adds a link of a navigation, marked when it leads to the page that it is on.</summary>
    public void AddNavigation(string href, string text, bool isHere) =>
        Add($"<a href=\"{href}\"{new HtmlFlag("aria-current=\"page\"", isHere)}>{text}</a>");

    /// <summary>Sends what there is, once it is worth it; awaited between rows, so that no page is in memory as a whole.</summary>
    public ValueTask FlushAsync() => Length - _sent < SendAt ? default : SendAsync();

    /// <summary>Sends what there is.</summary>
    public async ValueTask SendAsync()
    {
        Drain();
        _sent = Length;
        if ((await output.FlushAsync(cancellation).ConfigureAwait(false)).IsCompleted)
        {
            throw new OperationCanceledException("The reader of the page is gone.", cancellation);
        }
    }

    /// <summary>Gives the buffer back. What was not sent is lost.</summary>
    public void Dispose() => ArrayPool<char>.Shared.Return(_buffer);

    /// <summary>Adds what is written in the source.</summary>
    internal void AddMarkup(string markup)
    {
        Length += markup.Length;
        if (markup.Length > _buffer.Length - _used)
        {
            Drain();
            if (markup.Length > _buffer.Length)
            {
                Encoding.UTF8.GetBytes(markup, output);
                return;
            }
        }

        markup.CopyTo(_buffer.AsSpan(_used));
        _used += markup.Length;
    }

    /// <summary>Adds text.</summary>
    internal void AddText(ReadOnlySpan<char> text)
    {
        while (Encoder.Encode(text, _buffer.AsSpan(_used), out var read, out var written) is var status)
        {
            text = text[read..];
            _used += written;
            Length += written;
            if (status != OperationStatus.DestinationTooSmall)
            {
                return;
            }

            Drain();
        }
    }

    private void Drain()
    {
        cancellation.ThrowIfCancellationRequested();
        Encoding.UTF8.GetBytes(_buffer.AsSpan(0, _used), output);
        _used = 0;
    }
}
