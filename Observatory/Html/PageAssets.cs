using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Observatory.Html;

/// <summary>
/// The files that pages load, all from this assembly: what lies in <c>Html/Assets</c> is served at <c>/assets/{name}</c>, and every page links each
/// style sheet and each script. The scripts only add to pages that work without them.
/// </summary>
internal static class PageAssets
{
    private const string Prefix = "Observatory.Html.Assets.";

    private static readonly FrozenDictionary<string, Asset> Files = Load();

    /// <summary>The names of the style sheets, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Styles { get; } = Named(".css");

    /// <summary>The script that runs before a page is painted; the only one that is no module.</summary>
    public const string EarlyScript = "theme.js";

    /// <summary>The names of the other scripts, in the order of the alphabet; each is an ES module, and may import another by its name.</summary>
    public static IReadOnlyList<string> Scripts { get; } = [.. Named(".js").Where(n => n != EarlyScript)];

    /// <summary>Answers with a file; a browser that has it already is told so.</summary>
    public static IResult Answer(HttpContext context, string name)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return Results.NotFound();
        }

        Page.AddSafetyHeaders(context.Response);
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.Type, entityTag: file.Tag);
    }

    private static string[] Named(string extension) =>
        [.. Files.Keys.Where(n => n.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Prefix.Length..], n => Read(assembly, n), StringComparer.Ordinal);
    }

    private static Asset Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var type = Path.GetExtension(resource) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"{resource}: no content type is known for {other}."),
        };
        return new(content, type, new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(content), 0, 8)}\""));
    }

    private sealed record Asset(byte[] Content, string Type, EntityTagHeaderValue Tag);
}
