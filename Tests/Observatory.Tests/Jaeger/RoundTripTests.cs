using System.Diagnostics;
using Observatory.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Jaeger;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc)]
    public async Task Spans_of_the_OpenTelemetry_exporter_come_back_from_the_Jaeger_API(OtlpExportProtocol protocol)
    {
        await using var observatory = await TestObservatory.StartAsync(_data.Path);
        using var source = new ActivitySource($"source-{protocol}");
        string trace;
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .ConfigureResource(r => r.AddService("exporting", serviceVersion: "7.0", serviceInstanceId: "one"))
            .AddOtlpExporter(o =>
            {
                o.Protocol = protocol;
                o.Endpoint = protocol == OtlpExportProtocol.Grpc ? observatory.Uri(ListenerRoles.OtlpGrpc, "/") : observatory.Uri(ListenerRoles.OtlpHttp, "/v1/traces");
            })
            .Build())
        {
            using var parent = source.StartActivity("parent", ActivityKind.Server)!;
            trace = parent.TraceId.ToHexString();
            using var child = source.StartActivity("child", ActivityKind.Client)!;
            child.SetTag("llm.tokens", 42).SetTag("ratio", 0.5).SetTag("hit", true).SetTag("name", "ü<b>");
            child.SetStatus(ActivityStatusCode.Error, "went wrong");
            child.AddException(new InvalidOperationException("boom"));
            child.Stop();
            parent.Stop();
            Assert.True(provider.ForceFlush());
        }

        var data = await observatory.DataAsync($"/api/traces/{trace}");
        var spans = data[0].GetProperty("spans").EnumerateArray().ToDictionary(s => s.GetProperty("operationName").GetString()!);
        Assert.Equal(2, spans.Count);
        var tags = spans["child"].GetProperty("tags").EnumerateArray().ToDictionary(t => t.GetProperty("key").GetString()!);
        Assert.Equal(42, tags["llm.tokens"].GetProperty("value").GetInt64());
        Assert.Equal("int64", tags["llm.tokens"].GetProperty("type").GetString());
        Assert.Equal(0.5, tags["ratio"].GetProperty("value").GetDouble());
        Assert.True(tags["hit"].GetProperty("value").GetBoolean());
        Assert.Equal("ü<b>", tags["name"].GetProperty("value").GetString());
        Assert.Equal("client", tags["span.kind"].GetProperty("value").GetString());
        Assert.Equal("ERROR", tags["otel.status_code"].GetProperty("value").GetString());
        Assert.Equal("went wrong", tags["otel.status_description"].GetProperty("value").GetString());
        Assert.True(tags["error"].GetProperty("value").GetBoolean());
        Assert.Equal(source.Name, tags["otel.scope.name"].GetProperty("value").GetString());
        var reference = spans["child"].GetProperty("references")[0];
        Assert.Equal("CHILD_OF", reference.GetProperty("refType").GetString());
        Assert.Equal(spans["parent"].GetProperty("spanID").GetString(), reference.GetProperty("spanID").GetString());
        Assert.Equal("exception", spans["child"].GetProperty("logs")[0].GetProperty("fields")[0].GetProperty("value").GetString());
        var process = data[0].GetProperty("processes").GetProperty(spans["child"].GetProperty("processID").GetString()!);
        Assert.Equal("exporting", process.GetProperty("serviceName").GetString());
        Assert.Equal(2, observatory.Metric("otelcol_receiver_accepted_spans_total"));
        Assert.Equal(2, observatory.Metric("otelcol_exporter_sent_spans_total"));
    }
}
