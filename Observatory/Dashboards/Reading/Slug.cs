namespace Observatory.Dashboards.Reading;

/// <summary>A title as part of an address.</summary>
internal static class Slug
{
    /// <summary>Small letters and digits, with a dash for the rest.</summary>
    public static string Of(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in title.Length > 80 ? title[..80] : title)
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-') is { Length: > 0 } text ? text : "untitled";
    }
}
