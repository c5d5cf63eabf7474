using System.Text.Json;

namespace Tta.AppHost;

/// <summary>How a resource is, in the words of <c>stack.json</c>.</summary>
/// <param name="State"><c>waiting</c>, <c>starting</c>, <c>healthy</c>, <c>unhealthy</c>, <c>failed</c>, <c>stopping</c> or <c>stopped</c>.</param>
/// <param name="Endpoints">The URL of each endpoint that has a port by now.</param>
internal sealed record StackEntry(string State, IReadOnlyDictionary<string, string> Endpoints);

/// <summary>
/// <c>stack.json</c>: what runs, in the shape that ManifestHost writes as well, so that <c>./up --status</c> and <c>./up --stop</c> need not know
/// which of the two started it.
/// </summary>
internal static class StackFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Replaces the file in one step: a reader sees the old state or the new one, never half of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hostProcessId">The process whose end ends them all.</param>
    /// <param name="resources">The resources by name.</param>
    public static void Write(string path, int hostProcessId, IEnumerable<KeyValuePair<string, StackEntry>> resources)
    {
        var next = path + ".next";
        using (var file = File.Create(next))
        using (var json = new Utf8JsonWriter(file, Indented))
        {
            json.WriteStartObject();
            json.WriteStartObject("host");
            json.WriteNumber("pid", hostProcessId);
            json.WriteString("run", "aspire");
            json.WriteEndObject();
            json.WriteStartObject("resources");
            foreach (var (name, resource) in resources)
            {
                Write(json, name, resource);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        File.Move(next, path, overwrite: true);
    }

    private static void Write(Utf8JsonWriter json, string name, StackEntry resource)
    {
        json.WriteStartObject(name);
        json.WriteString("state", resource.State);
        json.WriteNumber("restarts", 0);
        json.WriteStartObject("endpoints");
        foreach (var (endpoint, url) in resource.Endpoints)
        {
            json.WriteString(endpoint, url);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
