using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Observatory;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Hosting;

public sealed class ListenerTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Idle_connections_keep_nobody_from_sending_or_reading()
    {
        await using var observatory = await TestObservatory.StartAsync(_data.Path);
        var idle = new List<TcpClient>();
        try
        {
            foreach (var role in (ListenerRoles[])[ListenerRoles.OtlpHttp, ListenerRoles.Ui])
            {
                var address = observatory.Uri(role, "/");
                for (var i = 0; i < Listeners.MaxConnections + 50; i++)
                {
                    var client = new TcpClient();
                    idle.Add(client);
                    await client.ConnectAsync(address.Host, address.Port);
                }
            }

            await observatory.StoreAsync(new TestSpan());
            Assert.Equal("healthy", await observatory.Http.GetStringAsync(observatory.Uri(ListenerRoles.Ui, "/health")));
        }
        finally
        {
            idle.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task A_listener_that_answers_no_more_is_a_trouble_and_then_the_end_of_the_process()
    {
        var observatory = await TestObservatory.StartAsync(_data.Path);
        await using var disposed = observatory;
        using var check = new ListenerCheck(
            observatory.Services.GetRequiredService<Listeners>(), observatory.Services.GetRequiredService<Troubles>(),
            observatory.Services.GetRequiredService<ProcessEnd>(), TimeProvider.System);
        var troubles = observatory.Services.GetRequiredService<Troubles>();

        await check.CheckAsync(default);
        Assert.Empty(troubles.Now);

        await observatory.StopListeningAsync();
        for (var i = 1; i <= ListenerCheck.MaxFailures; i++)
        {
            Assert.Null(observatory.Services.GetRequiredService<ProcessEnd>().Why);
            await check.CheckAsync(default);
            Assert.Equal("listeners", Assert.Single(troubles.Now).Subject);
        }

        Assert.Contains("does not answer", observatory.Services.GetRequiredService<ProcessEnd>().Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("logs")]
    public async Task A_file_where_a_directory_belongs_is_one_line_and_a_failure(string name)
    {
        await File.WriteAllTextAsync(Path.Combine(_data.Path, name), "");

        Assert.Contains($"{name} is no directory", await FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_where_the_lock_belongs_is_one_line_and_a_failure()
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, "lock"));

        Assert.Contains("lock can't be opened, or is no file", await FailureAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("logs")]
    public async Task A_directory_where_a_segment_belongs_is_passed_over(string name)
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, name, $"000000000001.{name}"));
        await using var observatory = await TestObservatory.StartAsync(_data.Path);

        await observatory.StoreAsync(new TestSpan());
        using var logs = await observatory.ExportAsync(Logs.Support.OtlpLog.Request(Logs.Support.OtlpLog.Record("one")), "/v1/logs");
        Assert.True(logs.IsSuccessStatusCode, await logs.Content.ReadAsStringAsync());
    }

    private async Task<string> FailureAsync()
    {
        using var error = new StringWriter();
        Assert.Equal(1, await ObservatoryHost.RunAsync([$"--Observatory:Data={_data.Path}"], error));
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
        return error.ToString();
    }
}
