using System.Collections.Concurrent;
using Observatory.Logs.Api;
using Observatory.Logs.Model;
using Observatory.Logs.Store;
using Observatory.Otlp;

namespace Observatory.Logs.Otlp;

/// <summary>Takes OTLP logs into the store and to those who follow.</summary>
internal sealed class LogsConsumer(LogsOptions options, LogStore store, LogTail tail, TimeProvider time) : IOtlpConsumer
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentBag<LogDecoder> _decoders = [];

    /// <inheritdoc />
    public OtlpSignal Signal => OtlpSignal.Logs;

    /// <inheritdoc />
    public OtlpOutcome Consume(ReadOnlySpan<byte> request)
    {
        var decoder = _decoders.TryTake(out var idle) ? idle : new LogDecoder(options);
        try
        {
            var records = decoder.Decode(request, (ulong)(time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
            if (store.Add(records) is { } refusal)
            {
                return OtlpOutcome.Later(RetryAfter, refusal, records.Count);
            }

            tail.Publish(records);
            return OtlpOutcome.Ok(records.Count);
        }
        finally
        {
            _decoders.Add(decoder);
        }
    }
}
