using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class ProcessBoundaryTests
{
    [Fact]
    public async Task A_workflow_crosses_HTTP_to_a_host_that_may_have_it_without_any_code_in_it()
    {
        WorkflowContext? there = null;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.MapGet("/", async (CancellationToken stop) =>
        {
            there = WorkflowContext.FromCurrentActivity();
            return await Make.Add(1, "engine").ExecuteAsync(41, there, stop);
        });
        using var telemetry = new Telemetry();
        using var aspNet = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(aspNet);
        await server.StartAsync();
        using var http = new HttpClient(new WorkflowPropagationHandler("127.0.0.1") { InnerHandler = new SocketsHttpHandler() }) { BaseAddress = new Uri(server.Urls.First()) };
        var call = new LambdaPrimitive<int, string>("call", async (_, stop) => await http.GetStringAsync("/", stop));

        var here = new WorkflowContext("content_generation") { AgentType = "writer", SessionId = "s-1" };
        Assert.Equal("42", await WorkflowExecution.RunAsync(here, (c, stop) => call.ExecuteAsync(0, c, stop)));

        Assert.Equal((here.WorkflowId, "content_generation", "writer", "s-1"), (there!.WorkflowId, there.WorkflowName, there.AgentType, there.SessionId));
        Assert.Single(telemetry.Spans.Select(s => s.TraceId).Distinct());
        Assert.Single(telemetry.Spans, s => s.ParentSpanId == default);
    }
}
