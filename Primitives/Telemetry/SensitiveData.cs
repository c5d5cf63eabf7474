using System.Diagnostics;
using System.Text;

namespace Tta.Primitives;

/// <summary>Whether spans may carry texts that can hold prompts and answers.</summary>
/// <remarks>
/// An exception's message is such a text: <c>int.Parse(prompt)</c> puts the prompt into it. Unless switched on, a failed span tells the
/// exception's type and where it was thrown, and not its message. Switched on, a model call's span also has the prompt, the answer and the
/// tools' arguments and results, as the conventions write them (<see cref="TtaNames.GenAi.Input.Messages"/> and its like).
/// </remarks>
public static class SensitiveData
{
    /// <summary>The variable of the OpenTelemetry conventions for generative AI that is the switch's default.</summary>
    public const string Variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Whether they may, in the whole process. Default: what <see cref="Variable"/> says; without it, no.</summary>
    public static bool IsRecorded { get; set; } = bool.TryParse(Environment.GetEnvironmentVariable(Variable), out bool on) && on;

    /// <summary>Writes onto a span that an exception made it fail.</summary>
    internal static void SetStatus(Activity span, Exception exception, string errorType)
    {
        span.SetTag(TtaNames.Attributes.Error.Type, errorType);
        span.SetStatus(ActivityStatusCode.Error, IsRecorded ? exception.Message : errorType);
    }

    /// <summary>Adds an exception to a span as an event.</summary>
    internal static void AddEvent(Activity span, Exception exception)
    {
        if (IsRecorded)
        {
            span.AddException(exception);
            return;
        }

        span.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection
        {
            ["exception.type"] = exception.GetType().FullName,
            ["exception.stacktrace"] = Places(exception),
        }));
    }

    /// <summary>What <see cref="Exception.ToString"/> says, without messages.</summary>
    private static string Places(Exception exception)
    {
        var text = new StringBuilder();
        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            text.Append(one == exception ? "" : "\n ---> ").Append(one.GetType().FullName);
            if (one.StackTrace is { } frames)
            {
                text.Append('\n').Append(frames);
            }
        }

        return text.ToString();
    }
}
