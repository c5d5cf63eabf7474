using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tta.Primitives.Tests.Cookbook;

/// <content>Workflows in programs: over HTTP, registered, configured.</content>
internal static partial class Recipes
{
    public static async Task AcrossHttp(WorkflowContext context)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        string? workflow = null;
        // <recipe> Across HTTP: a client says which hosts may know whose work it is; a service takes the workflow's context from its request.
        app.MapGet("/answer", (string question, CancellationToken stop) =>
            Good.ExecuteAsync(question, WorkflowContext.FromCurrentActivity(), stop));

        using var engine = new HttpClient(new WorkflowPropagationHandler("127.0.0.1") { InnerHandler = new SocketsHttpHandler() });
        var ask = new LambdaPrimitive<string, string>(
            "ask_engine", async (question, stop) => await engine.GetStringAsync($"/answer?question={question}", stop));
        // </recipe>
        app.Use(async (_, next) =>
        {
            await next();
            workflow = WorkflowContext.FromCurrentActivity().WorkflowId;
        });
        await app.StartAsync();
        engine.BaseAddress = new Uri(app.Urls.First());
        Assert.Equal("good: hi", await ask.ExecuteAsync("hi", context));
        Assert.Equal(context.WorkflowId, workflow);
    }

    public static async Task InAHost(WorkflowContext context)
    {
        LambdaPrimitive<string, string> model = Flaky();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <recipe> In a host: a workflow is registered by name and injected; its options come from `Workflows:{workflow}:{primitive}`, such as in appsettings.json.
        builder.Configuration["Workflows:question:steady:MaxRetries"] = "5";
        builder.Services.AddWorkflow("question", setup =>
            new RetryPrimitive<string, string>(model, setup.RetryOptions("steady", options => options.BaseDelay = TimeSpan.Zero)));
        using IHost host = builder.Build();
        await host.StartAsync();

        var question = host.Services.GetRequiredService<Workflow<string, string>>();
        string answer = await question.RunAsync("hi", context.CreateChild(question.Name));
        // </recipe>
        Assert.Equal("hi", answer);
    }

    public static async Task MistakesInConfiguration(WorkflowContext context)
    {
        Assert.NotNull(context);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <recipe> Mistakes in configuration: a misspelt key, or a value that is out of range, stops the host when it starts; every mistake is named.
        builder.Configuration["Workflows:question:steady:MaxRetrys"] = "5";
        builder.Configuration["Workflows:question:steady:MaxDelay"] = "-00:00:01";
        builder.Services.AddWorkflow("question", setup => new RetryPrimitive<string, string>(Good, setup.RetryOptions("steady")));
        using IHost host = builder.Build();
        OptionsValidationException mistakes = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
            [
                "Workflows:question:steady:MaxRetrys: there is no such option; there are BackoffFactor, BaseDelay, Jitter, MaxDelay, MaxRetries.",
                "Workflows:question:steady:MaxDelay: The field MaxDelay must be between 0 s and 86400 s.",
            ],
            mistakes.Failures);
        // </recipe>
    }
}
