using Observatory.Html;
using Observatory.Traces.Query;

namespace Observatory.Agents.Steps;

/// <summary>Why a step failed.</summary>
/// <param name="Type">What it failed with, for grouping: the error's type.</param>
/// <param name="Reason">The words: the status' message, else the exception's, else the type.</param>
internal sealed record StepFailure(string Type, string Reason)
{
    private const int MaxReason = 500;
    private const string Unknown = "unknown";

    /// <summary>Reads what a failed span says of its failure.</summary>
    public static StepFailure Read(SpanMessage span, SpanAttributes attributes)
    {
        var (type, words) = (attributes.Text("error.type"), attributes.Text("error.message", "exception.message"));
        foreach (var happening in span.Events)
        {
            var told = new SpanAttributes(SpanMessage.AttributesOfEvent(happening));
            type ??= told.Text("exception.type", "error.type");
            words ??= told.Text("exception.message");
        }

        type = Plain(type);
        var message = Encoding.UTF8.GetString(span.StatusMessage[..Math.Min(SpanAttributes.MaxText, span.StatusMessage.Length)]);
        var reason = message.Length > 0 ? message : words ?? type ?? "no reason given";
        return new(Display.Cut(type ?? Unknown, MaxReason), Display.Cut(reason, MaxReason));
    }

    // Python's instrumentations give the type as it prints itself.
    private static string? Plain(string? type) =>
        type is not null && type.StartsWith("<class '", StringComparison.Ordinal) && type.EndsWith("'>", StringComparison.Ordinal)
            ? type[8..^2]
            : type;
}
