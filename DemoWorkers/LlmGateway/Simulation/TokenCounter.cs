using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>
/// Counts tokens as sub-word tokenizers roughly do: a short word is one token, a longer one a token for each started five
/// letters, digits go in threes, every other visible character is a token of its own, white space belongs to what follows.
/// </summary>
internal static class TokenCounter
{
    private const int LettersPerToken = 5;
    private const int ShortWord = 7;
    private const int DigitsPerToken = 3;
    private const int TokensPerMessage = 4;
    private const int TokensPerAnswer = 3;

    /// <summary>Tokens of a whole conversation, with what the wire format adds to each message.</summary>
    public static int Count(IEnumerable<ChatRequest.Message> messages) =>
        TokensPerAnswer + messages.Sum(message => TokensPerMessage + Count(message.Text));

    public static int Count(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        var position = 0;
        while (position < text.Length)
        {
            tokens += Next(text, ref position);
        }

        return tokens;
    }

    /// <summary>The longest beginning of the text that has no more than <paramref name="maxTokens"/>.</summary>
    public static string Take(string text, int maxTokens)
    {
        var tokens = 0;
        var position = 0;
        while (position < text.Length)
        {
            var start = position;
            tokens += Next(text, ref position);
            if (tokens > maxTokens)
            {
                return text[..start].TrimEnd();
            }
        }

        return text;
    }

    private static int Next(ReadOnlySpan<char> text, ref int position)
    {
        var start = position;
        if (char.IsWhiteSpace(text[position]))
        {
            position++;
            return 0;
        }

        if (char.IsLetter(text[position]))
        {
            position = End(text, position, char.IsLetter);
            var length = position - start;
            return length <= ShortWord ? 1 : (length + LettersPerToken - 1) / LettersPerToken;
        }

        if (char.IsDigit(text[position]))
        {
            position = End(text, position, char.IsDigit);
            return (position - start + DigitsPerToken - 1) / DigitsPerToken;
        }

        position++;
        return 1;
    }

    private static int End(ReadOnlySpan<char> text, int position, Func<char, bool> belongs)
    {
        while (position < text.Length && belongs(text[position]))
        {
            position++;
        }

        return position;
    }
}
