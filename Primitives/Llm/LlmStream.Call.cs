using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <content>The call that the chunks come from.</content>
public sealed partial class LlmStream
{
    private readonly LlmOptions _options;
    private readonly LlmTelemetry _telemetry;
    private readonly WorkflowContext _context;
    private readonly LlmScope? _inside; // Counts the calls that the client makes for this answer; null when it is one call.
    private readonly LinkedSource _stop;
    private readonly WorkflowPrimitive? _primitive; // Whose time is waited for by the reader; null when it is read by its own primitive.
    private IAsyncEnumerator<ChatResponseUpdate> _chunks = null!;
    private ITimer? _gap;
    private Span _span;
    private UsageDetails? _usage;
    private string? _model;
    private string? _id;
    private string? _finishReason;
    private long _started;
    private long _last;
    private KeyValuePair<string, object?>[] _labels = [];
    private List<FunctionCallContent>? _toolCalls;
    private List<ChatResponseUpdate>? _kept;
    private double _waited;
    private bool _isFirst;
    private bool _ended;
    private volatile bool _gapPassed;

    internal LlmStream(
        LlmOptions options,
        LlmTelemetry telemetry,
        WorkflowContext context,
        LlmScope? inside,
        WorkflowPrimitive? primitive,
        CancellationToken cancellationToken)
    {
        _options = options;
        _telemetry = telemetry;
        _context = context;
        _inside = inside;
        _primitive = primitive;
        _stop = new LinkedSource(cancellationToken);
    }

    /// <summary>Starts the call; done when the first chunk has come.</summary>
    internal async Task OpenAsync(IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        if (_inside is null)
        {
            _span = _telemetry.Start(_context, messages, options, streamed: true);
            _kept = _telemetry.KeepsAnswer(_span) ? [] : null;
        }

        _started = _options.TimeProvider.GetTimestamp();
        try
        {
            _chunks = client.GetStreamingResponseAsync(messages, options, _stop.Token).GetAsyncEnumerator(_stop.Token);
            _isFirst = await _chunks.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(exception, nothingCame: true).ConfigureAwait(false);
            throw;
        }

        if (_isFirst)
        {
            Take();
            _last = _options.TimeProvider.GetTimestamp();
            if (_inside is null)
            {
                _labels = _telemetry.ChunkLabels(_model);
                _telemetry.FirstChunk(_span, _options.TimeProvider.GetElapsedTime(_started, _last), _labels);
            }
        }
        else
        {
            await SucceedAsync().ConfigureAwait(false);
        }
    }

    // No state machine while chunks are there already, and none that is allocated when they are waited for.
    private ValueTask<bool> MoveNextAsync()
    {
        if (_isFirst || _ended)
        {
            bool first = _isFirst;
            _isFirst = false;
            return new ValueTask<bool>(first);
        }

        ValueTask<bool> next = NextChunk();
        if (!next.IsCompletedSuccessfully)
        {
            return AwaitNextAsync(next);
        }

        if (!next.Result)
        {
            return AwaitNextAsync(new ValueTask<bool>(false));
        }

        Took();
        return new ValueTask<bool>(true);
    }

    private ValueTask<bool> NextChunk()
    {
        try
        {
            return _chunks.MoveNextAsync();
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<bool>(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AwaitNextAsync(ValueTask<bool> next)
    {
        bool any;
        long began = Stopwatch.GetTimestamp();
        try
        {
            // Between the chunks of several calls the tools run; each call has its own limit.
            if (!next.IsCompleted && _inside is null)
            {
                Limit(_options.MaxChunkGap);
            }

            any = await next.ConfigureAwait(false);
            Limit(null);
            _waited += Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        catch (Exception exception)
        {
            _waited += Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (_gapPassed)
            {
                var passed = new WorkflowTimeoutException(_telemetry.Name, _options.MaxChunkGap!.Value, deadline: null, exception);
                await FailAsync(passed, nothingCame: false).ConfigureAwait(false);
                throw passed;
            }

            await FailAsync(exception, nothingCame: false).ConfigureAwait(false);
            throw;
        }
        if (any)
        {
            Took();
        }
        else
        {
            await SucceedAsync().ConfigureAwait(false);
        }

        return any;
    }

    /// <summary>Lets the call be cancelled when no chunk comes for so long; null ends that.</summary>
    private void Limit(TimeSpan? gap)
    {
        if (gap is { } limit)
        {
            _gap ??= _options.TimeProvider.CreateTimer(
                static state =>
                {
                    var stream = (LlmStream)state!;
                    stream._gapPassed = true;
                    _ = stream._stop.CancelByLimitAsync();
                },
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            _gap.Change(limit, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _gap?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Took()
    {
        Take();
        if (_inside is null && _telemetry.MeasuresChunks)
        {
            long now = _options.TimeProvider.GetTimestamp();
            Instruments.GenAiTimePerChunk.Record(_options.TimeProvider.GetElapsedTime(_last, now).TotalSeconds, _labels);
            _last = now;
        }
    }

    private void Take()
    {
        ChatResponseUpdate chunk = _chunks.Current;
        Current = chunk;
        _model ??= chunk.ModelId;
        _id ??= chunk.ResponseId;
        _finishReason = chunk.FinishReason?.Value ?? _finishReason;
        _kept?.Add(chunk);
        IList<AIContent> contents = chunk.Contents;
        for (int i = 0; i < contents.Count; i++)
        {
            if (contents[i] is UsageContent said)
            {
                (_usage ??= new UsageDetails()).Add(said.Details);
            }
            else
            {
                LlmAccount.Note(contents[i], ref _toolCalls);
            }
        }
    }

    private TimeSpan Elapsed() => _options.TimeProvider.GetElapsedTime(_started);

    private async Task SucceedAsync()
    {
        TimeSpan took = Elapsed();
        LlmResponse response = End();
        if (_inside is null)
        {
            _telemetry.Describe(_span, _id, response);
            if (_kept is not null)
            {
                _telemetry.Answered(_span, _kept.ToChatResponse());
            }

            _telemetry.Succeeded(took, response, _context);
            _span.Succeed();
        }

        await CloseAsync().ConfigureAwait(false);
    }

    private async Task FailAsync(Exception exception, bool nothingCame)
    {
        TimeSpan took = Elapsed();
        LlmResponse? response = nothingCame ? null : End();
        _ended = true;
        if (_inside is not null)
        {
            // The call that failed has told it.
        }
        else if (_gapPassed)
        {
            Instruments.Timeouts.Add(1, new KeyValuePair<string, object?>(TtaNames.Labels.PrimitiveName, _telemetry.Name));
            _telemetry.Failed(_span, took, exception, default, response, _context);
        }
        else
        {
            _telemetry.Failed(_span, took, exception, _stop.Token, response, _context);
        }

        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (Exception closing)
        {
            // What ended the call is what its reader has to know.
            Span.Note(closing);
        }
    }

    /// <summary>What has been told of the answer up to its end, which is now; it counts as a call from here on.</summary>
    private LlmResponse End()
    {
        _ended = true;
        if (_span.Activity is { } call)
        {
            // What is measured now is of the call, whoever reads it. Its caller is an async method: it does not get out.
            Activity.Current = call;
        }

        LlmResponse response = LlmAccount.Of(_options, "", _model, _usage, _finishReason);
        if (_toolCalls is { Count: > 0 } open)
        {
            response = response with { ToolCalls = open };
        }

        if (_inside is not null)
        {
            return Response = _inside.Sum(response);
        }

        _context.Usage.AddCall(
            _options.Provider, _options.Model, response.PromptTokens ?? 0, response.CompletionTokens ?? 0, response.CostUsd);
        return Response = response;
    }

    private async ValueTask CloseAsync()
    {
        if (_primitive is not null && _waited > 0)
        {
            // What the reader waited for was the model's time, not its own.
            _context.AddChildSeconds(_waited);
            _primitive.RecordOwnAfterwards(_context, _waited);
        }

        _reader.Unregister();
        _gap?.Dispose();
        _stop.End();
        if (_chunks is not null)
        {
            await _chunks.DisposeAsync().ConfigureAwait(false);
        }
    }
}
