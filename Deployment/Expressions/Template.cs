using Tta.Deployment.Manifest;

namespace Tta.Deployment.Expressions;

/// <summary>A text cut into literals and references such as <c>{cache.bindings.tcp.port}</c>.</summary>
/// <remarks>
/// Braces that are not a reference stay as they are, so JSON and Prometheus templates need no escaping; <c>{{a.b}}</c> writes
/// <c>{a.b}</c>. What begins like a reference to a known resource but is not one is an error rather than a silent literal.
/// </remarks>
internal sealed class Template
{
    private Template(IReadOnlyList<TemplatePart> parts) => Parts = parts;

    public IReadOnlyList<TemplatePart> Parts { get; }

    public IEnumerable<Reference> References => Parts.Select(part => part.Reference).OfType<Reference>();

    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isResource">Whether a name is a resource's.</param>
    public static Template Parse(LocatedText text, Func<string, bool> isResource)
    {
        var parts = new List<TemplatePart>();
        var value = text.Value;
        var literalFrom = 0;
        var at = 0;
        while ((at = value.IndexOf('{', at)) >= 0)
        {
            var escaped = at + 1 < value.Length && value[at + 1] == '{';
            var from = escaped ? at + 2 : at + 1;
            var to = from;
            while (to < value.Length && (char.IsAsciiLetterOrDigit(value[to]) || value[to] is '-' or '_' or '.'))
            {
                to++;
            }

            var path = value[from..to];
            var segments = path.Split('.');
            var closed = to < value.Length && value[to] == '}';
            var wellFormed = segments.Length > 1 && segments.All(segment => segment.Length > 0);
            if (escaped)
            {
                if (wellFormed && value.AsSpan(to).StartsWith("}}"))
                {
                    AddLiteral(value[literalFrom..(at + 1)] + path + "}");
                    literalFrom = to + 2;
                    at = literalFrom;
                }
                else
                {
                    at = from;
                }

                continue;
            }

            if (closed && wellFormed)
            {
                AddLiteral(value[literalFrom..at]);
                parts.Add(new TemplatePart(null, new Reference(segments[0], segments[1..])));
                literalFrom = at = to + 1;
                continue;
            }

            if (isResource(segments[0]) && (closed || segments.Length > 1))
            {
                throw text.At.Error(closed
                    ? $"the expression '{{{path}}}' is incomplete; write {{{segments[0]}.bindings.<name>.url}} or another property."
                    : $"the expression '{{{path}' is not closed; write '{{{path}}}'.");
            }

            at = from;
        }

        AddLiteral(value[literalFrom..]);
        return new Template(parts);

        void AddLiteral(string literal)
        {
            if (literal.Length > 0)
            {
                parts.Add(new TemplatePart(literal, null));
            }
        }
    }
}

/// <summary>Either a literal or a reference.</summary>
internal readonly record struct TemplatePart(string? Literal, Reference? Reference);

/// <summary>A resource's name and the path below it.</summary>
internal sealed record Reference(string Resource, IReadOnlyList<string> Path)
{
    /// <inheritdoc/>
    public override string ToString() => $"{{{Resource}.{string.Join('.', Path)}}}";
}
