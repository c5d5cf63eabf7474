using System.Text.Encodings.Web;

namespace Observatory.Html;

/// <summary>Addresses of pages with parameters.</summary>
internal static class PageLink
{
    /// <summary>A page with what was asked of it and some of that changed; null and empty values are left out.</summary>
    public static string With(string path, IQueryCollection query, params (string Name, string? Value)[] changes)
    {
        var kept = query.Where(q => !Array.Exists(changes, c => c.Name == q.Key)).SelectMany(q => q.Value.Select(v => (q.Key, v)));
        return To(path, [.. kept, .. changes]);
    }

    /// <summary>A page with parameters; null and empty values are left out.</summary>
    public static string To(string path, params (string Name, string? Value)[] parameters)
    {
        var parts = parameters.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{UrlEncoder.Default.Encode(p.Name)}={UrlEncoder.Default.Encode(p.Value!)}").ToList();
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }
}
