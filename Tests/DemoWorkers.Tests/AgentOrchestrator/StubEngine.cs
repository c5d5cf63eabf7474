using System.Net;
using System.Text;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

/// <summary>Answers as the engine does, when it is let.</summary>
internal sealed class StubEngine : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _requests;

    public StubEngine()
    {
        Url = $"http://127.0.0.1:{OtlpCollector.FreePort()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Every answer waits for this.</summary>
    public TaskCompletionSource Let { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _requests);
                _ = AnswerAsync(context);
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        await Let.Task;
        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(
                """{"workflow_id":"x","kind":"k","output":"o","usage":{"calls":1,"unpriced_calls":0,"prompt_tokens":10,"completion_tokens":5,"cost_usd":"0.001","saved_usd":"0","models":[]}}"""));
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The caller has gone.
        }
    }
}
