using System.Diagnostics;

namespace Tta.EndToEnd.Tests.JavaScript;

/// <summary>Runs the JavaScript program in this folder, whose packages npm fetches once, at the versions in <c>package-lock.json</c>.</summary>
internal static class JavaScriptSender
{
    private static readonly string Folder = Path.Combine(Repository.Root, "Tests", "EndToEnd.Tests", "JavaScript");

    private static readonly Lazy<Task> Fetched = new(FetchAsync);

    /// <summary>Sends telemetry of a service and returns the id of its trace.</summary>
    /// <param name="encoding">Which exporters: <c>proto</c>, or <c>http</c>, which send JSON.</param>
    /// <param name="service">What it calls itself.</param>
    /// <param name="endpoint">Where OTLP over HTTP is taken.</param>
    public static async Task<string> SendAsync(string encoding, string service, Uri endpoint)
    {
        await Fetched.Value;
        return (await RunAsync("node", ["send.js", encoding, service], endpoint)).Split('\n')[0].Trim();
    }

    private static async Task FetchAsync()
    {
        // npm leaves a copy of the lock file behind when it is done.
        var done = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!done.Exists || done.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            await RunAsync("npm", ["ci"]);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, Uri? endpoint = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint?.ToString();
        var (exitCode, output) = await Tool.RunAsync(start);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}");
        return output;
    }
}
