using Microsoft.Extensions.Logging.Testing;

namespace Tta.Tests;

/// <summary>Questions that tests ask of what was logged.</summary>
public static class FakeLogCollectorExtensions
{
    /// <summary>How many records hold a text; a record reads "Level: message", as in <c>"Warning: The disk is full"</c>.</summary>
    public static int CountOf(this FakeLogCollector logs, string part) =>
        logs.GetSnapshot().Count(record => $"{record.Level}: {record.Message}".Contains(part, StringComparison.Ordinal));
}
