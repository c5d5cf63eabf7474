namespace Tta.Primitives;

/// <summary>A model's answer does not have the shape that was asked for, also after it was asked again.</summary>
public sealed class LlmAnswerException : Exception
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The primitive's name.</param>
    /// <param name="response">The last answer; its text may hold what is nobody's business and is not in the message.</param>
    /// <param name="expected">What the answer should have been.</param>
    /// <param name="reason">Why it is none: one of <see cref="TtaNames.Values.BadAnswer"/>.</param>
    /// <param name="what">The same for people, a sentence.</param>
    /// <param name="calls">How often the model was asked.</param>
    /// <param name="inner">What reading it failed with.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="response"/> or no <paramref name="expected"/>.</exception>
    public LlmAnswerException(
        string primitive, LlmResponse response, Type expected, string reason, string what, int calls = 1, Exception? inner = null)
        : base(Says(primitive, response, expected, what, calls), inner)
    {
        Response = response;
        Reason = reason;
        Calls = calls;
    }

    /// <summary>The last answer, with its text.</summary>
    public LlmResponse Response { get; }

    /// <summary>Why it is none: one of <see cref="TtaNames.Values.BadAnswer"/>.</summary>
    public string Reason { get; }

    /// <summary>How often the model was asked.</summary>
    public int Calls { get; }

    private static string Says(string primitive, LlmResponse response, Type expected, string what, int calls)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(expected);
        string times = calls == 1 ? "" : $" after {calls} calls";
        return $"'{primitive}': the answer of {response.Provider}/{response.Model} is no {expected.Name}{times}. {what}";
    }
}
