using System.Text.Json;
using Tta.DemoWorkers.Common;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.AgentOrchestrator.Corpus;

/// <summary>Reads the prompts: JSON Lines, the most popular first.</summary>
internal static class CorpusFile
{
    private const int MaxEntries = 100_000;
    private const int MaxKindLength = 64;

    /// <exception cref="InvalidConfigurationException">The file cannot be read or a line makes no sense; says which and why.</exception>
    public static IReadOnlyList<CorpusEntry> Load(string path)
    {
        var entries = new List<CorpusEntry>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    entries.Add(Read(line, $"Corpus '{path}', line {number}", ids));
                }

                if (entries.Count > MaxEntries)
                {
                    throw Invalid($"Corpus '{path}'", $"there are more than {MaxEntries} entries");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"Corpus '{path}'", $"it cannot be read ({exception.Message})");
        }

        return entries.Count > 0 ? entries : throw Invalid($"Corpus '{path}'", "it has no entries");
    }

    private static CorpusEntry Read(string line, string place, HashSet<string> ids)
    {
        CorpusEntry? entry;
        try
        {
            entry = JsonSerializer.Deserialize(line, CorpusJson.Default.CorpusEntry);
        }
        catch (JsonException exception)
        {
            throw Invalid(place, $"this is not a JSON object with the texts id, kind and prompt (byte {exception.BytePositionInLine + 1})");
        }

        if (entry is not { Id.Length: > 0, Prompt: not null, Kind.Length: > 0 and <= MaxKindLength })
        {
            throw Invalid(place, "the texts id, kind and prompt are needed");
        }

        if (!entry.Kind.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
        {
            throw Invalid(place, "kind must be of small letters, digits and underscores");
        }

        return ids.Add(entry.Id) ? entry : throw Invalid(place, $"the id '{entry.Id}' is used twice");
    }

    private static InvalidConfigurationException Invalid(string place, string problem) =>
        new($"{place}: {problem}. Mend it, or set {DemoSettings.Section}__CorpusFile to another file.");
}
