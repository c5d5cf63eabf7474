using Microsoft.Extensions.Time.Testing;

namespace Tta.Observatory.Tests.Metrics.Support;

/// <summary>A clock that begins at a known time and only moves when told.</summary>
internal sealed class ManualTime() : FakeTimeProvider(Start)
{
    public static new readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
