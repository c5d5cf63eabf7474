using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tta.DemoWorkers.LlmGateway.Providers;
using Tta.DemoWorkers.Tests.Hosting;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.DemoWorkers.Tests.LlmGateway;

public sealed class RealProviderTests
{
    private const string Key = "sk-very-secret";

    [Fact]
    public async Task A_request_goes_to_the_configured_provider_with_its_key_and_without_the_prefix()
    {
        using var provider = new FakeProvider(200, """{"id":"real"}""");
        await using var gateway = await StartAsync(provider.Url);

        using var response = await AskAsync(gateway, "openai/some-new-model");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"id":"real"}""", await response.Content.ReadAsStringAsync());
        var (path, authorization, body) = await provider.Received;
        Assert.Equal("/v1/chat/completions", path);
        Assert.Equal($"Bearer {Key}", authorization);
        Assert.Equal("some-new-model", JsonDocument.Parse(body).RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task The_providers_error_comes_back_as_it_is()
    {
        using var provider = new FakeProvider(429, """{"error":{"message":"slow down","type":"requests","param":null,"code":null}}""");
        await using var gateway = await StartAsync(provider.Url);

        using var response = await AskAsync(gateway, "gpt-6-luna");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Contains("slow down", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_a_502_and_the_key_is_in_no_log()
    {
        await using var gateway = await StartAsync($"http://127.0.0.1:{OtlpCollector.FreePort()}");

        using var response = await AskAsync(gateway, "gpt-6-luna");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("openai cannot be reached", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, gateway.Logs.CountOf(Key));
    }

    [Theory]
    [InlineData("Providers:openai:BaseUrl", "https://api.example", "Providers__openai__ApiKey")]
    [InlineData("Providers:openai:ApiKey", "sk-very-secret", "Providers__openai__BaseUrl")]
    public void Half_a_configuration_is_refused_without_repeating_the_key(string key, string value, string missing)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read("openai", (key, value)));

        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_provider_needs_no_key() =>
        Assert.Equal(
            new Uri("http://127.0.0.1:11434/v1/chat/completions"),
            Read("local", ("Providers:local:BaseUrl", "http://127.0.0.1:11434/v1/")).ChatCompletions());

    [Fact]
    public void Nothing_configured_means_simulated() => Assert.Null(Read("openai").BaseUrl);

    private static Task<RunningWorker> StartAsync(string url) => RunningWorker.StartAsync(
        "llm-gateway", ("Providers:openai:BaseUrl", url + "/v1"), ("Providers:openai:ApiKey", Key));

    private static Task<HttpResponseMessage> AskAsync(RunningWorker gateway, string model) => gateway.Client.PostAsync(
        "/v1/chat/completions",
        new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"x"}]}""", Encoding.UTF8, "application/json"));

    private static ProviderSettings Read(string name, params (string Key, string Value)[] values)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build());
        ProviderSettings.Add(services, name);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<ProviderSettings>>().Get(name);
    }

    /// <summary>Answers one request, always the same.</summary>
    private sealed class FakeProvider : IDisposable
    {
        private readonly HttpListener _listener = new();

        public FakeProvider(int status, string body)
        {
            Url = $"http://127.0.0.1:{OtlpCollector.FreePort()}";
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            Received = AnswerAsync(status, body);
        }

        public string Url { get; }

        public Task<(string Path, string? Authorization, string Body)> Received { get; }

        public void Dispose() => _listener.Close();

        private async Task<(string Path, string? Authorization, string Body)> AnswerAsync(int status, string body)
        {
            var context = await _listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            var request = await reader.ReadToEndAsync();
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Headers["Retry-After"] = "7";
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
            return (context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], request);
        }
    }
}
