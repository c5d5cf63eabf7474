using System.Diagnostics;
using System.Globalization;

namespace Soak;

/// <summary>How much memory each process and how much disk the data take, over time.</summary>
internal sealed class Trend(string directory)
{
    public const string Heading = "| what | first fifth | last fifth | most |\n|---|---|---|---|";
    private const double Mega = 1024 * 1024;
    private readonly SortedDictionary<string, List<double>> _samples = new(StringComparer.Ordinal);

    /// <summary>Looks once. A process that is being started again is passed over.</summary>
    public void Look(IReadOnlyDictionary<string, int> processes)
    {
        foreach (var (resource, id) in processes)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                Add(resource + " RSS", process.WorkingSet64 / Mega);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It has just been killed.
            }
        }

        Add("data on disk", Bytes("*", but: "ballast") / Mega);
        Add("spans waiting on disk", Bytes("*.otlp") / Mega);
    }

    /// <summary>For each: the mean of the first and of the last fifth, and the most.</summary>
    public IEnumerable<string> Rows() => _samples.Select(one => string.Create(
        CultureInfo.InvariantCulture,
        $"| {one.Key} | {Mean(one.Value, first: true):0} MB | {Mean(one.Value, first: false):0} MB | {one.Value.Max():0} MB |"));

    private static double Mean(List<double> samples, bool first)
    {
        var fifth = Math.Max(samples.Count / 5, 1);
        return first ? samples.Take(fifth).Average() : samples.TakeLast(fifth).Average();
    }

    private void Add(string what, double value)
    {
        if (!_samples.TryGetValue(what, out var samples))
        {
            _samples[what] = samples = [];
        }

        samples.Add(value);
    }

    private long Bytes(string pattern, string? but = null)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        long bytes = 0;
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles(pattern, options).Where(file => file.Name != but))
        {
            try
            {
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Gone since it was listed.
            }
        }

        return bytes;
    }
}
