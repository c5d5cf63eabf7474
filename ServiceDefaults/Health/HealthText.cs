using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tta.ServiceDefaults.Health;

/// <summary>
/// What <c>/health</c> says: a word, <c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>, and below it a line for each check that is not well:
/// its name and why. A reason is one that a check gave as its description; what was thrown may hold more than everybody may read.
/// </summary>
internal static class HealthText
{
    /// <summary>The reason of a check that failed without one.</summary>
    public const string NoAnswer = "does not answer";

    /// <summary>The reason of another service that gave none.</summary>
    public const string NotWell = "is not healthy";

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var text = new StringBuilder(report.Status.ToString());
        foreach (var (name, entry) in report.Entries.Where(one => one.Value.Status != HealthStatus.Healthy))
        {
            text.Append('\n').Append(name).Append(": ").Append(entry.Exception is null ? entry.Description ?? NotWell : NoAnswer);
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    /// <summary>The word of such a text, and its reasons in one line.</summary>
    public static (string Word, string Reasons) Read(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var word, .. var reasons]
            ? (word, string.Join("; ", reasons))
            : ("", "");
}
