using Tta.Deployment.Expressions;

namespace Tta.Deployment.Compose;

/// <summary>Texts in a Compose file: <c>$</c> begins a variable there, and a parameter is one, whose value stands in <c>.env</c>.</summary>
internal static class ComposeText
{
    public static string Of(ResolvedText text) =>
        string.Concat(text.Parts.Select(part => part.Literal is { } literal ? Escape(literal) : Variable(part.Parameter!)));

    public static string Escape(string literal) => literal.Replace("$", "$$", StringComparison.Ordinal);

    // Compose would put nothing in the place of one that is missing, and Redis, say, would run without a password.
    private static string Variable(ParameterValue parameter) =>
        parameter.Value.Length == 0 ? $"${{{parameter.Variable}}}" : $"${{{parameter.Variable}:?is missing in .env}}";
}
