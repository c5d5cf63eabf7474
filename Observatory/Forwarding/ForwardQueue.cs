using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Observatory.Otlp;

namespace Observatory.Forwarding;

/// <summary>A copy of a request, in pooled memory.</summary>
/// <param name="Signal">What it carries.</param>
/// <param name="Buffer">Rented; the request is its beginning.</param>
/// <param name="Length">Bytes of the request.</param>
internal readonly record struct ForwardedRequest(OtlpSignal Signal, byte[] Buffer, int Length);

/// <summary>
/// Requests that wait to be handed on, bounded by the bytes that they hold. When there is no room the oldest go. Writing never waits;
/// <see cref="Release"/> ends each request that was read.
/// </summary>
/// <param name="limit">Bytes held at most, the request being handed on included.</param>
/// <param name="dropped">Called for each request that is given up for lack of room; must be quick.</param>
internal sealed class ForwardQueue(long limit, Action<OtlpSignal> dropped)
{
    private readonly Channel<ForwardedRequest> _requests = Channel.CreateUnbounded<ForwardedRequest>();
    private readonly Lock _writing = new();
    private long _bytes;

    /// <summary>Bytes held now.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Copies a request into the queue.</summary>
    public void Write(OtlpSignal signal, ReadOnlySpan<byte> request)
    {
        lock (_writing)
        {
            while (Bytes + request.Length > limit && _requests.Reader.TryRead(out var oldest))
            {
                Release(oldest);
                dropped(oldest.Signal);
            }

            if (Bytes + request.Length > limit)
            {
                dropped(signal);
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(request.Length);
            request.CopyTo(buffer);
            Interlocked.Add(ref _bytes, request.Length);
            _requests.Writer.TryWrite(new(signal, buffer, request.Length));
        }
    }

    /// <summary>Waits until there is something to read.</summary>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellation) => _requests.Reader.WaitToReadAsync(cancellation);

    /// <summary>Takes the oldest request, if there is one.</summary>
    public bool TryRead([MaybeNullWhen(false)] out ForwardedRequest request) => _requests.Reader.TryRead(out request);

    /// <summary>Gives the memory of a request back.</summary>
    public void Release(ForwardedRequest request)
    {
        Interlocked.Add(ref _bytes, -request.Length);
        ArrayPool<byte>.Shared.Return(request.Buffer);
    }
}
