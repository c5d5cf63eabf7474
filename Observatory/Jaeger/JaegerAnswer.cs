using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Jaeger;

/// <summary>
/// One answer of the Jaeger API: its items in <c>data</c>, with what every answer is wrapped in. Large answers are sent while they are
/// written.
/// </summary>
internal sealed class JaegerAnswer : IAsyncDisposable
{
    private const int FlushBytes = 64 * 1024;

    private readonly HttpContext _context;
    private readonly bool _isVersion3;
    private readonly Utf8JsonWriter _json;
    private readonly List<(string Message, UInt128 Trace)> _errors = [];
    private long _flushed;

    /// <summary>Prepares an answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isVersion3">Whether errors are those of <c>/api/v3</c>; its answers are written by
    /// <see cref="WriteAsync(Func{Utf8JsonWriter, Task})"/>.</param>
    public JaegerAnswer(HttpContext context, bool isVersion3 = false)
    {
        (_context, _isVersion3) = (context, isVersion3);
        context.Response.ContentType = "application/json";
        var isPretty = context.Request.Query["prettyPrint"].ToString() is { Length: > 0 } text && text != "false";
        _json = new(context.Response.BodyWriter, new() { Indented = isPretty, IndentSize = 4 });
    }

    /// <summary>Writes a whole answer of texts.</summary>
    public Task WriteTextsAsync(IReadOnlyCollection<string> texts) => WriteAsync(texts, static (json, text) => json.WriteStringValue(text));

    /// <summary>Writes a whole answer; <paramref name="total"/> is the number of items unless said otherwise.</summary>
    public Task WriteAsync<T>(IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write, int? total = null)
    {
        Begin();
        foreach (var item in items)
        {
            write(_json, item);
        }

        return EndAsync(total ?? items.Count);
    }

    /// <summary>Writes a whole answer that is one object of its own form.</summary>
    public async Task WriteAsync(Func<Utf8JsonWriter, Task> write)
    {
        _json.WriteStartObject();
        await write(_json).ConfigureAwait(false);
        _json.WriteEndObject();
        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Sends what was written when it is much.</summary>
    public ValueTask FlushIfLargeAsync() => _json.BytesCommitted + _json.BytesPending - _flushed < FlushBytes ? default : new(FlushAsync());

    /// <summary>Begins an answer whose items follow.</summary>
    public void Begin()
    {
        _json.WriteStartObject();
        _json.WriteStartArray("data"u8);
    }

    /// <summary>Writes a trace as an item.</summary>
    public Task WriteTraceAsync(StoredTrace trace) => new JaegerTraceWriter(_json, FlushIfLargeAsync).WriteAsync(trace);

    /// <summary>Adds an error beside the items.</summary>
    public void AddError(string message, UInt128 trace) => _errors.Add((message, trace));

    /// <summary>Ends an answer.</summary>
    public Task EndAsync(int total)
    {
        _json.WriteEndArray();
        WriteCounts(total);
        if (_errors.Count == 0)
        {
            _json.WriteNull("errors"u8);
        }
        else
        {
            _json.WriteStartArray("errors"u8);
            foreach (var (message, trace) in _errors)
            {
                _json.WriteStartObject();
                _json.WriteString("msg"u8, message);
                _json.WriteString("traceID"u8, TraceIds.Trace(trace));
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        return FlushAsync();
    }

    /// <summary>
    /// Writes an answer that is an error. When the answer has begun already, the connection is cut: half an answer must not look whole.
    /// </summary>
    public Task FailAsync(int status, string message)
    {
        if (_context.Response.HasStarted || _json.BytesCommitted > 0)
        {
            _context.Abort();
            return Task.CompletedTask;
        }

        _json.Reset();
        _context.Response.ContentType = "application/json";
        _context.Response.StatusCode = status;
        _json.WriteStartObject();
        if (_isVersion3)
        {
            _json.WriteStartObject("error"u8);
            _json.WriteNumber("httpCode"u8, status);
            _json.WriteString("message"u8, message);
            _json.WriteEndObject();
            _json.WriteEndObject();
            return FlushAsync();
        }

        _json.WriteNull("data"u8);
        WriteCounts(0);
        _json.WriteStartArray("errors"u8);
        _json.WriteStartObject();
        _json.WriteNumber("code"u8, status);
        _json.WriteString("msg"u8, message);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        return FlushAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Whatever was not flushed belongs to an answer that failed.
        _json.Reset();
        return _json.DisposeAsync();
    }

    private void WriteCounts(int total)
    {
        _json.WriteNumber("total"u8, total);
        _json.WriteNumber("limit"u8, 0);
        _json.WriteNumber("offset"u8, 0);
    }

    private async Task FlushAsync()
    {
        _flushed = _json.BytesCommitted + _json.BytesPending;
        await _json.FlushAsync(_context.RequestAborted).ConfigureAwait(false);
        await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted).ConfigureAwait(false);
    }
}
