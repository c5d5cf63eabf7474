using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Soak;

/// <summary>
/// Reads the ledger's file while it is written, through its changes of name, and keeps what it says: of each workflow when it began, when and
/// how it ended, whichever process of the orchestrator did it.
/// </summary>
internal sealed class LedgerBook(string directory)
{
    private readonly Dictionary<(string Run, long Sequence), DateTimeOffset> _begun = [];
    private readonly Dictionary<(string Run, long Sequence), End> _ended = [];
    private readonly ArrayBufferWriter<byte> _line = new();
    private FileStream? _file;

    public int Begun => _begun.Count;

    public int Interrupted { get; private set; }

    public int Ended => _ended.Count - Interrupted;

    public int Failed { get; private set; }

    /// <summary>Those that ended without a word on what they used.</summary>
    public int Unreported { get; private set; }

    public int Unfinished => _begun.Keys.Count(one => !_ended.ContainsKey(one));

    /// <summary>Lines that their writer was killed within.</summary>
    public int Cut { get; private set; }

    /// <summary>What those that ended cost, US dollars.</summary>
    public double Cost => (double)_ended.Values.Sum(end => end.Cost);

    /// <summary>How many ended within a time.</summary>
    public int EndedBetween(DateTimeOffset from, DateTimeOffset to) => Between(from, to).Count();

    /// <summary>What those cost that ended within a time.</summary>
    public double CostBetween(DateTimeOffset from, DateTimeOffset to) => (double)Between(from, to).Sum(end => end.Cost);

    /// <summary>How many were under way within a time.</summary>
    public int ActiveBetween(DateTimeOffset from, DateTimeOffset to) =>
        _begun.Count(one => one.Value <= to && (!_ended.TryGetValue(one.Key, out var end) || end.Time >= from));

    /// <summary>Reads what has been written since. To be called more often than the file changes its name, which takes minutes.</summary>
    public void Read()
    {
        var path = Path.Combine(directory, "ledger.jsonl");
        if (_file is null)
        {
            if (!File.Exists(path))
            {
                return;
            }

            _file = Open(path);
        }

        // The file that is open is read to its end even when it has another name by now.
        var renamed = false;
        using (var newest = File.Exists(path) ? Open(path) : null)
        {
            renamed = newest is not null && newest.Length < _file.Position;
        }

        ReadToEnd(_file);
        if (renamed)
        {
            _file.Dispose();
            _file = Open(path);
            ReadToEnd(_file);
        }
    }

    private IEnumerable<End> Between(DateTimeOffset from, DateTimeOffset to) =>
        _ended.Values.Where(end => !end.IsInterrupted && end.Time >= from && end.Time <= to);

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private void ReadToEnd(FileStream file)
    {
        var buffer = new byte[65536];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            var rest = buffer.AsSpan(0, read);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                _line.Write(rest[..end]);
                Take(_line.WrittenMemory);
                _line.ResetWrittenCount();
            }

            _line.Write(rest);
        }
    }

    private void Take(ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            Take(document.RootElement);
        }
        catch (JsonException)
        {
            Cut++;
        }
    }

    private void Take(JsonElement line)
    {
        var (status, key) = (line.GetProperty("status").GetString()!, (line.GetProperty("run").GetString()!, line.GetProperty("sequence").GetInt64()));
        var time = line.GetProperty("time").GetDateTimeOffset();
        switch (status)
        {
            case "checkpoint":
                return;
            case "started":
                // Once more at the head of each new file, while it is open.
                _begun.TryAdd(key, time);
                return;
        }

        var usage = line.TryGetProperty("usage", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
        var cost = usage is { } used ? decimal.Parse(used.GetProperty("cost_usd").GetString()!, CultureInfo.InvariantCulture) : 0;
        if (_ended.TryAdd(key, new(time, status == "interrupted", cost)))
        {
            Interrupted += status == "interrupted" ? 1 : 0;
            Failed += status == "failed" ? 1 : 0;
            Unreported += usage is null && status != "interrupted" ? 1 : 0;
        }
    }

    private readonly record struct End(DateTimeOffset Time, bool IsInterrupted, decimal Cost);
}
