using Tta.Deployment.Expressions;

namespace Tta.Deployment.Kubernetes;

/// <summary>
/// Texts in a pod: the kubelet reads <c>$(NAME)</c> as a variable and <c>$$</c> as one <c>$</c>, and leaves any other <c>$</c> alone.
/// </summary>
internal static class KubernetesText
{
    public static string Of(ResolvedText text) => Escape(text.Value);

    public static string Escape(string literal)
    {
        var escaped = new System.Text.StringBuilder(literal.Length);
        for (var i = 0; i < literal.Length; i++)
        {
            escaped.Append(literal[i]);
            if (literal[i] == '$' && i + 1 < literal.Length && (literal[i + 1] is '$' or '('))
            {
                escaped.Append('$');
            }
        }

        return escaped.ToString();
    }
}
