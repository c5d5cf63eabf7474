using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class CoolDownTests
{
    private readonly ManualTime _time = new();
    private readonly CoolDown _coolDown;

    public CoolDownTests() => _coolDown = new CoolDown(TimeSpan.FromSeconds(5), _time);

    private int Enter()
    {
        Assert.True(_coolDown.TryEnter(out int generation));
        return generation;
    }

    private void IsOverAfter(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(_coolDown.TryEnter(out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void It_lasts_a_second_then_two_then_four_and_never_longer_than_the_longest()
    {
        foreach (int seconds in new[] { 1, 2, 4, 5, 5 })
        {
            _coolDown.Failed(Enter());
            IsOverAfter(seconds);
        }
    }

    [Fact]
    public void When_it_is_over_one_caller_tries_and_a_success_lets_all_in()
    {
        _coolDown.Failed(Enter());
        IsOverAfter(1);
        int probe = Enter();
        Assert.False(_coolDown.TryEnter(out _));
        _coolDown.Succeeded(probe);
        Enter();
        Enter();

        // And the next failure starts from the beginning.
        _coolDown.Failed(Enter());
        IsOverAfter(1);
    }

    [Fact]
    public void A_probe_that_says_nothing_is_followed_by_another_after_the_same_while()
    {
        _coolDown.Failed(Enter());
        IsOverAfter(1);
        Enter();
        IsOverAfter(1);
        Enter();
    }

    [Fact]
    public void Calls_under_way_together_fail_once_and_none_of_them_takes_it_back()
    {
        int[] together = [Enter(), Enter(), Enter()];
        _coolDown.Failed(together[0]);
        _coolDown.Failed(together[1]);
        _coolDown.Succeeded(together[2]);
        IsOverAfter(1);
        Enter();
    }

    [Fact]
    public void With_none_everybody_tries_each_time()
    {
        var none = new CoolDown(TimeSpan.Zero, _time);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(none.TryEnter(out int generation));
            none.Failed(generation);
        }
    }
}
