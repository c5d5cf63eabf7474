using System.Text.Json.Nodes;

namespace Tta.Configuration.Tests;

/// <summary>What is committed.</summary>
internal static class Committed
{
    public static JsonObject Manifest { get; } = Json("aspire-manifest.json");

    /// <summary>Every file git knows, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files()
    {
        var (exitCode, output) = Tool.Run("git", "-C", Repository.Root, "ls-files", "-z");
        Assert.True(exitCode == 0, $"git ls-files failed: {output}");
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    public static JsonObject Json(string relative) =>
        JsonNode.Parse(Repository.Read(relative)) as JsonObject ?? throw new InvalidDataException($"{relative} holds no JSON object.");
}
