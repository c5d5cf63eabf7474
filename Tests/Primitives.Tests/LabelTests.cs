using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>The labels that each instrument really emits, against the list of them.</summary>
public sealed class LabelTests
{
    public static TheoryData<string> InstrumentNames => [.. NamesTests.Constants(typeof(TtaNames.Instruments))];

    [Theory]
    [MemberData(nameof(InstrumentNames))]
    public async Task An_instrument_emits_exactly_the_labels_listed_for_it(string instrument)
    {
        using var telemetry = new Telemetry(spans: false);
        await Everything.OnceAsync();

        HashSet<string> emitted = [.. telemetry.Of(instrument).SelectMany(m => m.Labels.Keys)];
        Assert.Equal(TtaNames.Labels.Of(instrument).Order(StringComparer.Ordinal), emitted.Order(StringComparer.Ordinal));
        Assert.All(telemetry.Of(instrument).SelectMany(m => m.Labels.Values), value => Assert.False(string.IsNullOrEmpty(value as string)));
    }

    [Fact]
    public void What_is_not_an_instrument_has_no_labels() =>
        Assert.Throws<ArgumentException>(() => TtaNames.Labels.Of("tta.other"));
}
