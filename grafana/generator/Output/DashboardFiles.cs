using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>The files that boards become.</summary>
internal static class DashboardFiles
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Every board as a file. One with tabs becomes two: schema v2, which has tabs, and a classic twin with rows, for
    /// where a v2 file does not load.
    /// </summary>
    public static IEnumerable<(string Name, string Json)> Render(IEnumerable<Board> boards)
    {
        foreach (var board in boards)
        {
            if (board.Tabbed)
            {
                yield return ($"{board.Uid}.json", Text(TabbedFile.Of(board)));
                var twin = board with { Uid = $"{board.Uid}-classic", Title = $"{board.Title} (classic)" };
                yield return ($"{twin.Uid}.json", Text(ClassicFile.Of(twin)));
            }
            else
            {
                yield return ($"{board.Uid}.json", Text(ClassicFile.Of(board)));
            }
        }
    }

    private static string Text(JsonObject json) => json.ToJsonString(Readable) + "\n";
}
