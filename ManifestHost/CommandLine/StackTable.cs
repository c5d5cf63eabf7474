using System.Globalization;
using Spectre.Console;

namespace ManifestHost.CommandLine;

/// <summary>Shows a stack: as a table on a terminal, as plain aligned lines elsewhere.</summary>
internal static class StackTable
{
    /// <summary>Whether a person watches.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    public static Table Build(IEnumerable<StackResource> resources)
    {
        var table = new Table().RoundedBorder();
        foreach (var title in new[] { "Resource", "State", "URLs", "Pid", "Notes" })
        {
            table.AddColumn(title);
        }

        foreach (var resource in resources)
        {
            table.AddRow(
                new Markup(Markup.Escape(resource.Name)),
                new Markup($"[{ColourOf(resource.State)}]{Running.StackFile.StateName(resource.State)}[/]"),
                new Markup(UrlsOf(resource)),
                new Markup(PidOf(resource)),
                new Markup(Markup.Escape(NoteOf(resource))));
        }

        return table;
    }

    /// <summary>Prints it once.</summary>
    public static void Print(IReadOnlyList<StackResource> resources)
    {
        if (IsInteractive)
        {
            AnsiConsole.Write(Build(resources));
            return;
        }

        var width = resources.Select(r => r.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var resource in resources)
        {
            var urls = string.Join(' ', resource.Endpoints.Select(endpoint => $"{endpoint.Key}={endpoint.Value}"));
            var line = $"{resource.Name.PadRight(width)}  {Running.StackFile.StateName(resource.State),-10}  {PidOf(resource),7}  {urls}  {NoteOf(resource)}";
            Console.WriteLine(line.TrimEnd());
        }
    }

    public static string NoteOf(StackResource resource)
    {
        IEnumerable<string> notes =
        [
            resource.ProvidedBy is { } provider ? $"answered by {provider}" : "",
            resource.Restarts > 0 ? string.Create(CultureInfo.InvariantCulture, $"restarts: {resource.Restarts}") : "",
            resource.Note,
        ];
        return string.Join("; ", notes.Where(note => note.Length > 0));
    }

    // The first in full, to click on; of the others the port, so that a dozen resources fit on a screen.
    private static string UrlsOf(StackResource resource) => string.Join("  ", resource.Endpoints.Select((endpoint, index) => index == 0
        ? Markup.Escape(endpoint.Value)
        : string.Create(CultureInfo.InvariantCulture, $"[grey]{Markup.Escape(endpoint.Key)}[/] :{new Uri(endpoint.Value).Port}")));

    private static string PidOf(StackResource resource) => resource.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string ColourOf(ResourceState state) => state switch
    {
        ResourceState.Healthy => "green",
        ResourceState.Failed or ResourceState.Unhealthy => "red",
        ResourceState.Restarting => "yellow",
        _ => "grey",
    };
}
