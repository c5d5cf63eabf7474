namespace Observatory.Dashboards.Pages;

/// <summary>The address of a board's page, and of the same page with something changed.</summary>
internal sealed class BoardAddress
{
    private const int MaxParameters = 500;
    private readonly string _path;
    private readonly List<KeyValuePair<string, string>> _parameters;

    private BoardAddress(string path, List<KeyValuePair<string, string>> parameters) => (_path, _parameters) = (path, parameters);

    /// <summary>The address that a request has, with the parameters that mean something here.</summary>
    public static BoardAddress Of(string uid, IQueryCollection query) => new(
        $"/d/{Uri.EscapeDataString(uid)}",
        [.. query.Where(p => IsKnown(p.Key)).SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v ?? ""))).Take(MaxParameters)]);

    /// <summary>The path alone.</summary>
    public string Path => _path;

    /// <summary>The parameters.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>The address with a parameter set, or without it.</summary>
    public BoardAddress With(string name, string? value) =>
        new(_path, [.. _parameters.Where(p => p.Key != name), .. value is null ? (KeyValuePair<string, string>[])[] : [new(name, value)]]);

    /// <summary>The address with another time range.</summary>
    public BoardAddress WithTime(string from, string to) => With("from", from).With("to", to);

    /// <summary>The address of another board with the same time, and the variables that it knows too.</summary>
    public string Other(string uid, bool keepsTime, bool keepsVariables, IReadOnlySet<string> variables) => new BoardAddress(
        $"/d/{Uri.EscapeDataString(uid)}",
        _parameters.FindAll(p => (keepsTime && p.Key is "from" or "to") || (keepsVariables && p.Key.StartsWith("var-", StringComparison.Ordinal) && variables.Contains(p.Key[4..])))).ToString();

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(_path);
        for (var i = 0; i < _parameters.Count; i++)
        {
            text.Append(i == 0 ? '?' : '&').Append(Uri.EscapeDataString(_parameters[i].Key)).Append('=').Append(Uri.EscapeDataString(_parameters[i].Value));
        }

        return text.ToString();
    }

    private static bool IsKnown(string name) =>
        name is "from" or "to" or "refresh" or "viewPanel" or "rows" || name.StartsWith("tab", StringComparison.Ordinal) || name.StartsWith("var-", StringComparison.Ordinal);
}
