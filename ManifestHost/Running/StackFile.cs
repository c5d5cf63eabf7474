using System.Text.Json;

namespace ManifestHost.Running;

/// <summary>What <c>stack.json</c> says: which host runs, and how each resource is.</summary>
/// <param name="HostProcessId">The host's process.</param>
/// <param name="RunId">The mark that the run's processes carry.</param>
/// <param name="Resources">The resources.</param>
internal sealed record StackFile(int HostProcessId, string RunId, IReadOnlyList<StackResource> Resources)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Whether every resource is healthy.</summary>
    public bool IsHealthy => Resources.All(resource => resource.State == ResourceState.Healthy);

    /// <summary>Replaces the file in one step: a reader sees the old state or the new one, never half of it.</summary>
    public void Write(string path)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteStartObject("host");
            json.WriteNumber("pid", HostProcessId);
            json.WriteString("run", RunId);
            json.WriteEndObject();
            json.WriteStartObject("resources");
            foreach (var resource in Resources)
            {
                Write(json, resource);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        var next = path + ".next";
        RunDirectory.WritePrivate(next, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Reads a file; <see langword="null"/> when there is none or it makes no sense.</summary>
    public static StackFile? Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var host = json.RootElement.GetProperty("host");
            var resources = json.RootElement.GetProperty("resources").EnumerateObject().Select(Read).ToList();
            return new StackFile(host.GetProperty("pid").GetInt32(), host.GetProperty("run").GetString()!, resources);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, StackResource resource)
    {
        json.WriteStartObject(resource.Name);
        json.WriteString("state", StateName(resource.State));
        if (resource.ProcessId is { } pid)
        {
            json.WriteNumber("pid", pid);
        }

        if (resource.ProvidedBy is { } provider)
        {
            json.WriteString("providedBy", provider);
        }

        json.WriteNumber("restarts", resource.Restarts);
        if (resource.Note.Length > 0)
        {
            json.WriteString("note", resource.Note);
        }

        json.WriteStartObject("endpoints");
        foreach (var (binding, url) in resource.Endpoints)
        {
            json.WriteString(binding, url);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static StackResource Read(JsonProperty property)
    {
        var value = property.Value;
        return new StackResource(
            property.Name,
            Enum.Parse<ResourceState>(value.GetProperty("state").GetString()!, ignoreCase: true),
            value.TryGetProperty("pid", out var pid) ? pid.GetInt32() : null,
            value.GetProperty("endpoints").EnumerateObject().ToDictionary(binding => binding.Name, binding => binding.Value.GetString()!),
            value.TryGetProperty("providedBy", out var provider) ? provider.GetString() : null,
            value.GetProperty("restarts").GetInt32(),
            value.TryGetProperty("note", out var note) ? note.GetString()! : "");
    }

    /// <summary>A state as the file and the table write it.</summary>
    public static string StateName(ResourceState state) => state switch
    {
        ResourceState.Waiting => "waiting",
        ResourceState.Starting => "starting",
        ResourceState.Healthy => "healthy",
        ResourceState.Unhealthy => "unhealthy",
        ResourceState.Restarting => "restarting",
        ResourceState.Failed => "failed",
        ResourceState.Stopping => "stopping",
        _ => "stopped",
    };
}
