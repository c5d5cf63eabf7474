using Observatory.Traces.Model;

namespace Tta.Observatory.Tests.Traces;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("7ns", 7UL)]
    [InlineData("1.5us", 1_500UL)]
    [InlineData("2µs", 2_000UL)]
    [InlineData("100ms", 100_000_000UL)]
    [InlineData("1.2s", 1_200_000_000UL)]
    [InlineData("1h30m", 5_400_000_000_000UL)]
    [InlineData("2d", 172_800_000_000_000UL)]
    public void A_duration_is_read(string text, ulong nanos)
    {
        Assert.True(GoDuration.TryParse(text, out var read));
        Assert.Equal(nanos, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1.2.3s")]
    [InlineData("1y")]
    [InlineData("99999999999999999999h")]
    [InlineData("200000d")]
    [InlineData("99999d99999d")]
    public void What_is_no_duration_is_not(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
