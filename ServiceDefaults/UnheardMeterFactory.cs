using System.Diagnostics.Metrics;

namespace Tta.ServiceDefaults;

/// <summary>Gives a meter that nobody listens to.</summary>
internal sealed class UnheardMeterFactory : IMeterFactory
{
    public static readonly UnheardMeterFactory Instance = new();

    private readonly Meter _meter = new("Unheard");

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose()
    {
        // It lives as long as the process.
    }
}
