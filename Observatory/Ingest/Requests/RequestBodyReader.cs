using System.IO.Compression;
using System.Runtime.InteropServices;
using Observatory.Hosting;

namespace Observatory.Ingest.Requests;

/// <summary>Reads and decompresses request bodies within bounds of size and time.</summary>
internal sealed class RequestBodyReader(ObservatoryOptions options, InFlightBudget budget)
{
    /// <summary>Reads the whole body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="encoding">Its content encoding: empty, identity or gzip.</param>
    /// <param name="aborted">Ends the reading.</param>
    /// <exception cref="RequestRefusedException">It is too large, too slow, or not what it says.</exception>
    public async Task<PooledBuffer> ReadAsync(HttpRequest request, string encoding, CancellationToken aborted)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        timeout.CancelAfter(options.RequestTimeout);
        try
        {
            return encoding switch
            {
                "" or "identity" => await FillAsync(request.Body, timeout.Token).ConfigureAwait(false),
                "gzip" => await GunzipAsync(request.Body, timeout.Token).ConfigureAwait(false),
                _ => throw RequestRefusedException.Unsupported($"content encoding '{encoding}' is not supported; send gzip or none"),
            };
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw RequestRefusedException.TooSlow(options.RequestTimeout);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw RequestRefusedException.TooLarge(options.MaxRequestBytes);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw RequestRefusedException.TooSlow(options.RequestTimeout);
        }
    }

    /// <summary>A buffer within the same bounds, for what becomes of a body.</summary>
    public PooledBuffer NewBuffer() => new(budget, options.MaxRequestBytes);

    /// <summary>Decompresses bytes that are in memory already.</summary>
    /// <exception cref="RequestRefusedException">They are too large, or not gzip.</exception>
    public async Task<PooledBuffer> GunzipAsync(ReadOnlyMemory<byte> bytes)
    {
        var source = MemoryMarshal.TryGetArray(bytes, out var array) ? array : bytes.ToArray();
        using var stream = new MemoryStream(source.Array!, source.Offset, source.Count);
        return await GunzipAsync(stream, default).ConfigureAwait(false);
    }

    private async Task<PooledBuffer> GunzipAsync(Stream compressed, CancellationToken cancellation)
    {
        var stream = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        await using (stream.ConfigureAwait(false))
        {
            return await FillAsync(stream, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<PooledBuffer> FillAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = NewBuffer();
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer.Room(), cancellation).ConfigureAwait(false)) > 0)
            {
                buffer.Advance(count);
            }

            return buffer;
        }
        catch (InvalidDataException)
        {
            buffer.Dispose();
            throw RequestRefusedException.Malformed("the body is not gzip as it says");
        }
        catch (OutOfMemoryException)
        {
            buffer.Dispose();
            throw RequestRefusedException.NoMemory();
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
