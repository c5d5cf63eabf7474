using System.Text.Json;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>The workflows that a file says have begun and does not say have ended: as many as run at once.</summary>
internal sealed class OpenLines
{
    private readonly Dictionary<(string? Run, long Sequence), LedgerLine> _open = [];

    /// <summary>In the order of their beginning.</summary>
    public IEnumerable<LedgerLine> All => _open.Values.OrderBy(line => line.Time).ThenBy(line => line.Sequence);

    public void Add(LedgerLine line)
    {
        switch (line.Status)
        {
            case LedgerStatus.Started:
                _open[(line.Run, line.Sequence)] = line;
                break;
            case LedgerStatus.Checkpoint:
                _open.Clear();
                break;
            default:
                _open.Remove((line.Run, line.Sequence));
                break;
        }
    }

    /// <summary>Reads a file once, from its beginning to its end, where its position then is. What cannot be read, such as a line that was cut off, says nothing.</summary>
    public static OpenLines Read(Stream file)
    {
        var open = new OpenLines();
        file.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(file, bufferSize: 64 * 1024, leaveOpen: true);
        while (reader.ReadLine() is { } text)
        {
            if (Parse(text) is { } line)
            {
                open.Add(line);
            }
        }

        return open;
    }

    private static LedgerLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, LedgerJson.Default.LedgerLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
