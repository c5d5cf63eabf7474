using System.Net;
using System.Text;
using System.Text.Json;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Jaeger;

/// <summary>A file of OTLP's JSON that a reader of Jaeger's page opens.</summary>
public sealed class JaegerTransformTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private TestObservatory _observatory = null!;

    public async ValueTask InitializeAsync() => _observatory = await TestObservatory.StartAsync(_data.Path);

    public async ValueTask DisposeAsync()
    {
        await _observatory.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task It_becomes_what_the_store_answers_for_the_same_spans()
    {
        await _observatory.StoreAsync(
            new TestSpan { Trace = 1, Id = 1, Name = "root", Service = "front", Kind = 2, Duration = TimeSpan.FromSeconds(1), Attributes = [("k", "v"), ("n", 7L)] },
            new TestSpan { Trace = 1, Id = 2, Parent = 1, Name = "call", Service = "back", Kind = 3, Status = 2, StatusMessage = "no", Links = [(1, 1)] },
            new TestSpan { Trace = 1, Id = 3, Parent = 1, Name = "event", Service = "back", Events = [("e", TimeSpan.Zero, [("x", true)])] });
        using var otlp = JsonDocument.Parse(await _observatory.Http.GetStringAsync(_observatory.Uri(ListenerRoles.Jaeger, "/api/v3/traces/1")));
        var stored = await _observatory.DataAsync("/api/traces/1");

        var (status, json) = await TransformAsync(otlp.RootElement.GetProperty("result").GetRawText());

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(stored.GetRawText(), json.GetProperty("data").GetRawText());
        Assert.Equal(3, _observatory.Metric("observatory_spans_stored"));
    }

    [Theory]
    [InlineData("no json", "not JSON")]
    [InlineData("""{"data":[]}""", "none of the fields")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01","spanId":"02"}]}]}]}""", "trace id is not 16 bytes")]
    public async Task What_is_none_is_said_to_be_none(string body, string says)
    {
        var (status, json) = await TransformAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, json.GetProperty("errors")[0].GetProperty("msg").GetString(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> TransformAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _observatory.Http.PostAsync(_observatory.Uri(ListenerRoles.Jaeger, "/api/transform"), content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone());
    }
}
