using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>
/// A model's answer, chunk by chunk. Read it once, to its end or as far as it is wanted; what is not read is to be disposed of.
/// </summary>
/// <remarks>
/// A reader that stops early cancels the call, which then counts as cancelled, with the tokens that the provider has told so far; what it
/// does not tell until the end, as most, makes the call's cost unknown. A failure under way surfaces to the reader: what has been read
/// cannot be taken back, so nothing retries it. Not for use from several threads.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream in the sense of everybody who speaks of models, not of System.IO.")]
public sealed partial class LlmStream : IAsyncEnumerable<ChatResponseUpdate>, IAsyncDisposable
{
    private bool _isRead;
    private CancellationTokenRegistration _reader;

    /// <summary>
    /// What the answer was and took, once it has ended; null before. Its text is there only after <see cref="ReadAsync"/>: who reads the
    /// chunks has had it.
    /// </summary>
    public LlmResponse? Response { get; private set; }

    /// <summary>The chunk that was read last.</summary>
    private ChatResponseUpdate Current { get; set; } = null!;

    /// <summary>The chunks as they come.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">It was read before, or disposed of.</exception>
    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_isRead)
        {
            throw new InvalidOperationException("A model's answer can be read once. Keep what is read where it is needed again.");
        }

        _isRead = true;
        _reader = cancellationToken.UnsafeRegister(
            static (state, reader) =>
            {
                LinkedSource stop = ((LlmStream)state!)._stop;
                _ = CutOffs.Contains(reader) ? stop.CancelByLimitAsync() : stop.CancelByFailureAsync();
            },
            this);
        return new Reader(this);
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The whole answer, as if it had come at once.</returns>
    /// <exception cref="InvalidOperationException">It was read before, or disposed of.</exception>
    public async Task<LlmResponse> ReadAsync(CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder();
        await foreach (ChatResponseUpdate chunk in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            text.Append(chunk.Text);
        }

        return Response = Response! with { Text = text.ToString() };
    }

    /// <summary>Ends the call if it has not ended: its reader has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        _isRead = true;
        if (_ended)
        {
            return;
        }

        if (_inside is null)
        {
            _telemetry.Stopped(_span, Elapsed(), End(), _context);
        }

        await _stop.CancelByFailureAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync().ConfigureAwait(false);
        if (_inside is not null)
        {
            // The call under way has ended with this, and what it took is known.
            End();
        }
    }

    /// <summary>Reads the stream; a type of its own, so that a stream does not look like its reader.</summary>
    private sealed class Reader(LlmStream stream) : IAsyncEnumerator<ChatResponseUpdate>
    {
        public ChatResponseUpdate Current => stream.Current;

        public ValueTask<bool> MoveNextAsync() => stream.MoveNextAsync();

        public ValueTask DisposeAsync() => stream.DisposeAsync();
    }
}
