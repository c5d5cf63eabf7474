namespace Observatory.Charts.Formats;

/// <summary>A place that a value leads to. Only paths of this site and web addresses are written; any other is left out.</summary>
internal sealed record ChartLink(string Href, string Title)
{
    /// <summary>Whether it may be written as a link: no <c>javascript:</c>, no <c>data:</c>.</summary>
    public bool IsSafe { get; } = Href is ['/', not ('/' or '\\'), ..] or "/" or ['?', ..] or ['#', ..]
        || (Uri.TryCreate(Href, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));
}
