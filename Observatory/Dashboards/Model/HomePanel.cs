using Observatory.Hosting;

namespace Observatory.Dashboards.Model;

/// <summary>A panel of the home page.</summary>
/// <param name="Uid">The board that has it.</param>
/// <param name="Panel">Its title or id.</param>
/// <param name="Question">The question that it answers, or null for its title.</param>
internal sealed record HomePanel(string Uid, string Panel, string? Question)
{
    /// <summary>Reads <c>question = uid/panel</c>, where the question may be left out.</summary>
    /// <exception cref="ConfigurationException">It is not of that form.</exception>
    public static HomePanel Parse(string setting, string text)
    {
        var equals = text.IndexOf(" = ", StringComparison.Ordinal);
        var question = equals < 0 ? null : text[..equals].Trim();
        var target = (equals < 0 ? text : text[(equals + 3)..]).Trim();
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < target.Length - 1
            ? new(target[..slash].Trim(), target[(slash + 1)..].Trim(), question is { Length: > 0 } ? question : null)
            : throw new ConfigurationException($"{setting}: '{text}' is not 'board uid/panel title or id', with 'question = ' before it if wanted");
    }
}
