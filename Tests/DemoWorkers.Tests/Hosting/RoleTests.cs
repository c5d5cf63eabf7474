namespace Tta.DemoWorkers.Tests.Hosting;

public sealed class RoleTests
{
    [Theory]
    [InlineData("--role", "dish-washer")]
    [InlineData("--role=dish-washer")]
    public async Task An_unknown_role_is_one_line_that_lists_the_roles_and_exit_code_2(params string[] args)
    {
        using var error = new StringWriter();

        Assert.Equal(2, await Worker.RunAsync(args, TextWriter.Null, error));

        Assert.Equal(
            "Unknown role 'dish-washer'. Start with --role and one of: agent-orchestrator, workflow-engine, llm-gateway, cache-layer, report.",
            error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData]
    [InlineData("--role")]
    [InlineData("--other", "x")]
    public async Task No_role_is_one_line_and_exit_code_2(params string[] args)
    {
        using var error = new StringWriter();

        Assert.Equal(2, await Worker.RunAsync(args, TextWriter.Null, error));

        Assert.StartsWith("No role given.", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("agent-orchestrator", "services__tta-workflow-engine__http__0")]
    [InlineData("workflow-engine", "services__tta-llm-gateway__http__0")]
    [InlineData("cache-layer", "ConnectionStrings__cache")]
    public async Task A_missing_setting_is_named_as_the_variable_to_set(string role, string variable)
    {
        using var error = new StringWriter();

        Assert.Equal(2, await Worker.RunAsync(["--role", role], TextWriter.Null, error));

        Assert.Contains(variable, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("llm-gateway", "Demo:ErrorRate=1.5", "Demo__ErrorRate is '1.5': expected a number from 0 to 1.")]
    [InlineData("llm-gateway", "Providers:google:BaseUrl=nowhere", "Providers__google__BaseUrl is 'nowhere': expected an absolute http")]
    [InlineData("llm-gateway", "Access:Key=short", "Access__Key cannot be used: expected at least 16 ")]
    public async Task A_bad_setting_is_one_line_and_exit_code_2(string role, string setting, string said)
    {
        using var error = new StringWriter();

        Assert.Equal(2, await Worker.RunAsync(["--role", role, "--" + setting], TextWriter.Null, error));

        Assert.StartsWith(said, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Without_an_address_a_free_port_of_the_loopback_is_used()
    {
        await using var app = Worker.Build(WorkerRoles.Parse(["--role", "llm-gateway"]), []);
        await app.StartAsync();

        Assert.StartsWith("http://127.0.0.1:", Assert.Single(app.Urls), StringComparison.Ordinal);
        await app.StopAsync();
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var holder = await RunningWorker.StartAsync("llm-gateway");
        using var error = new StringWriter();

        Assert.Equal(1, await Worker.RunAsync(["--role", "llm-gateway", "--urls", holder.Url], TextWriter.Null, error));

        Assert.Contains(holder.Url, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS", error.ToString(), StringComparison.Ordinal);
    }
}
