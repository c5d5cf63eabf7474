namespace Tta.AppHost.Tests;

public sealed class RestartStateTests
{
    private readonly RestartState _state = new();

    [Theory]
    [InlineData("Finished", 0)]
    [InlineData("Finished", -1)]
    [InlineData("Exited", 137)]
    public void What_ends_while_it_runs_is_started_again_whatever_its_exit_code(string end, int exitCode)
    {
        Assert.Null(Pass("Starting"));
        Assert.Null(Pass("Running"));

        Assert.Equal(TimeSpan.FromMilliseconds(250), Pass(end, exitCode));
    }

    [Fact]
    public void What_somebody_stops_stays_stopped()
    {
        Pass("Running");
        Pass("Stopping");

        Assert.Null(Pass("Finished", 0));
    }

    [Fact]
    public void One_end_is_one_restart()
    {
        Pass("Running");
        Pass("Finished", -1);

        Assert.Null(Pass("Finished", -1));
    }

    [Fact]
    public void What_was_never_started_or_cannot_start_is_left_alone()
    {
        Assert.Null(Pass("NotStarted"));
        Assert.Null(Pass("FailedToStart"));
    }

    [Fact]
    public void What_has_run_and_then_cannot_start_is_tried_again()
    {
        Pass("Running");
        Pass("Finished", -1);
        Pass("Starting");

        Assert.NotNull(Pass("FailedToStart"));
        Assert.Equal((2, false), (_state.Ends, _state.IsRunning));
    }

    [Fact]
    public void The_wait_doubles_up_to_half_a_minute_and_begins_anew_after_a_minute_of_running()
    {
        var waits = Enumerable.Range(0, 9).Select(_ => Die(TimeSpan.FromSeconds(1)).TotalSeconds).ToList();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 30, 30], waits);
        Assert.Equal(0.25, Die(TimeSpan.FromSeconds(61)).TotalSeconds);
    }

    private TimeSpan Die(TimeSpan after)
    {
        Pass("Running");
        return Pass("Finished", -1, after)!.Value;
    }

    private TimeSpan? Pass(string state, int? exitCode = null, TimeSpan ran = default) => _state.Advance(new CustomResourceSnapshot
    {
        ResourceType = "Executable",
        Properties = [],
        State = state,
        ExitCode = exitCode,
        StartTimeStamp = DateTime.UnixEpoch,
        StopTimeStamp = exitCode is null ? null : DateTime.UnixEpoch + ran,
    });
}
