using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Tta.DemoWorkers.Tests.Hosting;

/// <summary>What a page of somebody else can make a reader's browser ask of a service on loopback.</summary>
public sealed class DoorTests
{
    private static readonly (string, string)[] Settings =
        [("Demo:LatencyScale", "0"), ("Demo:ErrorRate", "0"), ("Demo:AllowedHosts", "models.example.org")];

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("tta-llm-gateway:8080", HttpStatusCode.OK)]
    [InlineData("gateway.dev.localhost", HttpStatusCode.OK)]
    [InlineData("models.example.org", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.BadRequest)]
    [InlineData("tta-llm-gateway.example", HttpStatusCode.BadRequest)]
    [InlineData("notlocalhost", HttpStatusCode.BadRequest)]
    public async Task Only_a_name_of_its_own_opens_a_service(string host, HttpStatusCode status)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", Settings);

        Assert.Equal(status, await AskAsync(gateway, "/v1/models", host));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "/health", host));
    }

    [Theory]
    [InlineData("http://elsewhere.example")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_changes_nothing(string origin)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", Settings);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/faults");
        request.Headers.Add("Origin", origin);
        request.Content = JsonContent.Create(new { errorRate = 1 });

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var faults = await gateway.Client.GetFromJsonAsync<JsonElement>("/faults");
        Assert.Equal(0, faults.GetProperty("errorRate").GetDouble());
    }

    [Fact]
    public async Task A_services_own_origin_is_none_of_anothers()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", Settings);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("Origin", gateway.Url);

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("another-key-altogether", false)]
    [InlineData("the-key-of-this-run!", false)]
    [InlineData("the-key-of-this-run", true)]
    public async Task Where_there_is_a_key_nothing_but_health_is_answered_without_it(string? sent, bool isAnswered)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", [.. Settings, ("Access:Key", "the-key-of-this-run")]);
        foreach (var (method, path) in ((string, string)[])[("GET", "/v1/models"), ("GET", "/faults"), ("DELETE", "/faults"), ("GET", "/nothing")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.TryAddWithoutValidation("tta-access-key", sent);

            using var response = await gateway.Client.SendAsync(request);

            Assert.Equal(isAnswered, response.StatusCode != HttpStatusCode.Unauthorized);
            if (!isAnswered)
            {
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                Assert.Contains("tta-access-key", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
                Assert.NotEmpty(response.Headers.WwwAuthenticate);
            }
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "/health", "localhost"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "/alive", "localhost"));
    }

    /// <summary>What a page may send to another without asking: it must not be taken for JSON.</summary>
    [Theory]
    [InlineData("POST", "/v1/chat/completions")]
    [InlineData("PUT", "/faults")]
    [InlineData("PUT", "/faults/local")]
    public async Task What_is_not_said_to_be_JSON_is_not_read_as_such(string method, string path)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", Settings);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = new StringContent("""{"errorRate":1}""", Encoding.UTF8, "text/plain");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/chat/completions")]
    [InlineData("PUT", "/faults")]
    public async Task A_body_that_is_too_large_is_the_senders_fault_and_no_unhandled_exception(string method, string path)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", Settings);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.ExpectContinue = true;
        request.Content = new StringContent(new string(' ', 5 * 1024 * 1024), Encoding.UTF8, "application/json");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, gateway.Logs.CountOf("Error: ") + gateway.Logs.CountOf("unhandled"));
    }

    private static async Task<HttpStatusCode> AskAsync(RunningWorker worker, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await worker.Client.SendAsync(request);
        return response.StatusCode;
    }
}
