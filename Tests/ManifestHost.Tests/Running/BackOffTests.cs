using ManifestHost.Running;
using ManifestHost.Tests.Support;

namespace ManifestHost.Tests.Running;

public class BackOffTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void The_first_restart_is_almost_at_once_and_each_further_one_waits_twice_as_long_up_to_a_limit()
    {
        var backOff = new BackOff(_time);

        var waits = Enumerable.Range(0, 12).Select(_ => backOff.Crashed()).ToList();

        Assert.Equal(BackOff.First, waits[0]);
        Assert.All(waits.Zip(waits.Skip(1)), pair => Assert.True(pair.Second == pair.First * 2 || pair.Second == BackOff.Longest));
        Assert.Equal(BackOff.Longest, waits[^1]);
    }

    [Fact]
    public void A_process_that_has_been_healthy_for_a_while_is_forgiven()
    {
        var backOff = new BackOff(_time);
        _ = Enumerable.Range(0, 5).Select(_ => backOff.Crashed()).ToList();
        backOff.Healthy();
        _time.Advance(BackOff.Forgiveness);

        Assert.Equal(BackOff.First, backOff.Crashed());
    }

    [Fact]
    public void A_process_that_was_healthy_only_briefly_is_not_forgiven()
    {
        var backOff = new BackOff(_time);
        backOff.Crashed();
        backOff.Healthy();
        _time.Advance(BackOff.Forgiveness / 2);
        Assert.Equal(BackOff.First * 2, backOff.Crashed());

        // Time between crashes without health counts for nothing.
        _time.Advance(BackOff.Forgiveness * 2);
        Assert.Equal(BackOff.First * 4, backOff.Crashed());
    }
}
