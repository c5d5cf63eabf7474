using Tta.Dashboards.Boards;
using Tta.Dashboards.Output;

// Writes every dashboard to the folder named by the only argument, or to grafana/dashboards seen from the repository's root.
var folder = args is [var given] ? given : Path.Combine("grafana", "dashboards");
if (args.Length > 1 || !Directory.Exists(folder))
{
    await Console.Error.WriteLineAsync(
        $"error: there is no folder '{folder}' to write the dashboards to. Run this from the repository's root, or name the folder: dotnet run --project grafana/generator -- FOLDER");
    return 1;
}

foreach (var (name, json) in DashboardFiles.Render(AllBoards.List))
{
    await File.WriteAllTextAsync(Path.Combine(folder, name), json);
    Console.WriteLine(name);
}

return 0;
