using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Tta.DemoWorkers.WorkflowEngine.Models;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

public sealed class GatewayChatClientTests
{
    [Theory]
    [InlineData(429, "retry-after-ms", "120", 120)]
    [InlineData(429, "Retry-After", "3", 3000)]
    [InlineData(503, "x-nothing", "1", null)]
    public async Task A_failure_carries_status_and_wait_and_is_sent_once(int status, string header, string value, int? milliseconds)
    {
        using var handler = new Answering(status, """{"error":{"message":"about the prompt","type":"t","param":null,"code":"the_code"}}""", (header, value));

        var error = await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(handler));

        Assert.Equal(status, error.StatusCode);
        Assert.Equal(milliseconds, error.RetryAfter?.TotalMilliseconds);
        Assert.True(error.IsTransient);
        Assert.Equal($"openai gpt-6-luna answered with status {status} (the_code).", error.Message);
        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public async Task A_refusal_is_not_transient()
    {
        using var handler = new Answering(400, "not even JSON");

        var error = await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(handler));

        Assert.False(error.IsTransient);
        Assert.Equal("openai gpt-6-luna answered with status 400.", error.Message);
    }

    [Fact]
    public async Task Nobody_there_is_transient_without_a_status()
    {
        using var handler = new Answering(new HttpRequestException("Connection refused"));

        var error = await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(handler));

        Assert.Null(error.StatusCode);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_one()
    {
        using var handler = new Answering(200, "{}");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(handler, cancelled.Token));
    }

    [Fact]
    public async Task An_answer_has_text_usage_and_model()
    {
        using var handler = new Answering(200, """
            {"id":"c1","object":"chat.completion","created":1,"model":"gpt-6-luna-2026-10","choices":[{"index":0,"message":
            {"role":"assistant","content":"Hello."},"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}
            """);

        var answer = await AskAsync(handler);

        Assert.Equal("Hello.", answer.Text);
        Assert.Equal("gpt-6-luna-2026-10", answer.ModelId);
        Assert.Equal(7, answer.Usage!.InputTokenCount);
        Assert.Equal(3, answer.Usage.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Contains("\"model\":\"openai/gpt-6-luna\"", handler.LastBody, StringComparison.Ordinal);
        Assert.EndsWith("/v1/chat/completions", handler.LastPath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_streamed_answer_comes_in_chunks_with_its_usage_at_the_end()
    {
        using var handler = new Answering(200, """
            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-6-luna","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-6-luna","choices":[{"index":0,"delta":{"content":"lo."},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-6-luna","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-6-luna","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}

            data: [DONE]


            """);

        var chunks = await StreamAsync(handler);

        Assert.Equal(["Hel", "lo."], chunks.Select(chunk => chunk.Text).Where(text => text.Length > 0));
        var whole = chunks.ToChatResponse();
        Assert.Equal((7, 3, ChatFinishReason.Stop), (whole.Usage!.InputTokenCount, whole.Usage.OutputTokenCount, whole.FinishReason));
        Assert.Contains("\"include_usage\":true", handler.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_streamed_call_fails_as_any_other()
    {
        using var handler = new Answering(503, """{"error":{"message":"about the prompt","type":"t","param":null,"code":"overloaded"}}""");

        var error = await Assert.ThrowsAsync<ModelCallException>(() => StreamAsync(handler));

        Assert.Equal("openai gpt-6-luna answered with status 503 (overloaded).", error.Message);
        Assert.True(error.IsTransient);
    }

    private static async Task<List<ChatResponseUpdate>> StreamAsync(Answering handler)
    {
        using var http = new HttpClient(handler, disposeHandler: false);
        using var client = new GatewayChatClient(http, new Uri("http://127.0.0.1:1/"), "openai", "gpt-6-luna");
        var chunks = new List<ChatResponseUpdate>();
        await foreach (var chunk in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hi")]))
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    private static async Task<ChatResponse> AskAsync(Answering handler, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient(handler, disposeHandler: false);
        using var client = new GatewayChatClient(http, new Uri("http://127.0.0.1:1/"), "openai", "gpt-6-luna");
        return await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hi")], null, cancellationToken);
    }

    private sealed class Answering : HttpMessageHandler
    {
        private readonly int _status;
        private readonly string _body = "";
        private readonly (string Name, string Value)[] _headers = [];
        private readonly Exception? _failure;

        public Answering(int status, string body, params (string Name, string Value)[] headers) => (_status, _body, _headers) = (status, body, headers);

        public Answering(Exception failure) => _failure = failure;

        public int Requests { get; private set; }

        public string LastBody { get; private set; } = "";

        public string LastPath { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Requests++;
            LastPath = request.RequestUri!.AbsolutePath;
            LastBody = await request.Content!.ReadAsStringAsync(cancellationToken);
            if (_failure is not null)
            {
                throw _failure;
            }

            var response = new HttpResponseMessage((HttpStatusCode)_status) { Content = new StringContent(_body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in _headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        }
    }
}
