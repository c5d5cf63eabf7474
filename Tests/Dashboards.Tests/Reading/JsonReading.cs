using System.Text.Json.Nodes;

namespace Tta.Dashboards.Tests.Reading;

internal static class JsonReading
{
    public static string Text(this JsonNode node, string name) => node[name]!.GetValue<string>();

    public static int Int(this JsonNode node, string name) => node[name]!.GetValue<int>();
}
