namespace ManifestHost.Expressions;

/// <summary>Knows every secret of a run, so that none is written to a log.</summary>
internal sealed class SecretRegistry
{
    private const string Mask = "***";
    private volatile string[] _secrets = [];

    /// <summary>The longest secret's length; a partial one of this size may stand at the end of a cut text.</summary>
    public int LongestLength => _secrets is [var longest, ..] ? longest.Length : 0;

    public void Add(string secret)
    {
        if (secret.Length > 0 && !_secrets.Contains(secret))
        {
            // Longest first: a secret that contains another is masked as a whole.
            _secrets = [.. _secrets.Append(secret).OrderByDescending(s => s.Length)];
        }
    }

    /// <summary>Whether a text contains any secret.</summary>
    public bool IsIn(string text) => _secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    /// <summary>The text with every secret masked.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }
}
