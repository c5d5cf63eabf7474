using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Observatory.Html;
using Observatory.Mcp.Answers;
using Observatory.Prometheus;

namespace Observatory.Mcp.Calls;

/// <summary>
/// A tool that reads: it changes nothing, gives the same answer to the same question, and knows nothing beyond what is stored here. What a
/// caller did wrong is an answer that says so, never an exception.
/// </summary>
internal abstract class ReadTool(CallGate gate, TimeProvider time) : McpServerTool
{
    private const int MaxError = 800;

    private Tool? _tool;

    /// <inheritdoc/>
    public override Tool ProtocolTool => _tool ??= new()
    {
        Name = Name,
        Description = Description,
        InputSchema = ToolSchema.OfArguments(All),
        OutputSchema = ToolSchema.OfAnswer(Head, Rows, HasTime),
        // Whether it destroys is asked only of what does not just read.
        Annotations = new() { ReadOnlyHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <summary>Its name.</summary>
    protected abstract string Name { get; }

    /// <summary>What it answers, in few words.</summary>
    protected abstract string Description { get; }

    /// <summary>What it can be asked; the budget is added.</summary>
    protected abstract IReadOnlyList<ToolParameter> Parameters { get; }

    /// <summary>What of its answer stands once.</summary>
    protected virtual Type? Head => null;

    /// <summary>The lists of its answer with the types of their rows, the one that was asked for first.</summary>
    protected abstract IReadOnlyList<(string Name, Type Row)> Rows { get; }

    /// <summary>Whether its answer is about a time.</summary>
    protected virtual bool HasTime => true;

    private IReadOnlyList<ToolParameter> All => [.. Parameters, ToolParameter.MaxTokens];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        var status = CallStatus.Cancelled;
        try
        {
            var answered = await gate.RunAsync(
                async cancellation =>
                {
                    var arguments = new ToolArguments(request.Params.Arguments, All, time.GetUtcNow());
                    var budget = arguments.MaxTokens;
                    var answer = await AnswerAsync(new(arguments, Progress(request, cancellation), cancellation)).ConfigureAwait(false);
                    return AnswerWriter.Write(answer, budget);
                },
                cancellationToken).ConfigureAwait(false);
            status = CallStatus.Ok;
            return answered;
        }
        catch (Exception e) when (e is ToolException or PrometheusException or FormatException)
        {
            status = CallStatus.Error;
            return Failed(e.Message);
        }
        catch (IOException)
        {
            status = CallStatus.Error;
            return Failed("reading what is stored failed, perhaps because it has just been dropped as too old; ask again");
        }
        finally
        {
            gate.Counts.Add(Name, status, time.GetElapsedTime(began));
        }
    }

    /// <summary>Answers a call.</summary>
    /// <exception cref="ToolException">It can't be answered as it was asked.</exception>
    protected abstract Task<Answer> AnswerAsync(ToolCall call);

    private static CallToolResult Failed(string message) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = Display.Cut(message, MaxError) }] };

    private static Func<int, int, ValueTask>? Progress(RequestContext<CallToolRequestParams> request, CancellationToken cancellation) =>
        request.Params.ProgressToken is not { } token ? null : async (done, all) =>
            await request.Server.NotifyProgressAsync(
                token, new ProgressNotificationValue { Progress = done, Total = all, Message = "traces read" }, null, cancellation)
                .ConfigureAwait(false);
}

/// <summary>A call of a tool.</summary>
/// <param name="Arguments">What was asked.</param>
/// <param name="Progress">Told how many traces have been read, of how many; null when nobody wants to know.</param>
/// <param name="Cancellation">Ends the work when the caller leaves or it takes too long.</param>
internal sealed record ToolCall(ToolArguments Arguments, Func<int, int, ValueTask>? Progress, CancellationToken Cancellation);
