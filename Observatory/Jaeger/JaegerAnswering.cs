using Observatory.Hosting;

namespace Observatory.Jaeger;

/// <summary>What every route of the API does: no answers before the stored traces are read back, and errors in the API's form.</summary>
internal sealed partial class JaegerAnswering(Readiness readiness, ILogger<JaegerAnswering> logger)
{
    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context, Func<HttpContext, JaegerAnswer, Task> write, bool isVersion3 = false)
    {
        var answer = new JaegerAnswer(context, isVersion3);
        await using (answer.ConfigureAwait(false))
        {
            try
            {
                if (readiness.WaitingFor is { } task)
                {
                    throw new JaegerRequestException(StatusCodes.Status503ServiceUnavailable, $"starting: {task}");
                }

                await write(context, answer).ConfigureAwait(false);
            }
            catch (JaegerRequestException e)
            {
                await answer.FailAsync(e.Status, e.Message).ConfigureAwait(false);
            }
            catch (IOException e) when (!context.RequestAborted.IsCancellationRequested)
            {
                LogUnreadable(e.Message);
                await answer.FailAsync(StatusCodes.Status500InternalServerError, "stored traces can't be read").ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Stored traces can't be read: {Reason}")]
    private partial void LogUnreadable(string reason);
}
