using System.Globalization;

namespace ManifestHost.CommandLine;

/// <summary>Reports a stack's changes as lines, for logs and pipes: one per change of a resource's state.</summary>
internal sealed class StateReporter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ResourceState State, string Note)> _reported = [];
    private readonly Action<string> _write;

    public StateReporter(Action<string> write) => _write = write;

    /// <summary>Does something while nothing is being reported.</summary>
    public void Exclusively(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    public void Report(IEnumerable<StackResource> resources)
    {
        lock (_gate)
        {
            foreach (var resource in resources.Where(resource => resource.ProvidedBy is null))
            {
                var now = (resource.State, resource.Note);
                if (_reported.TryGetValue(resource.Name, out var before) && before == now)
                {
                    continue;
                }

                _reported[resource.Name] = now;
                if (resource.State != ResourceState.Waiting)
                {
                    var note = StackTable.NoteOf(resource);
                    var time = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
                    _write($"{time} {resource.Name} {Running.StackFile.StateName(resource.State)}{(note.Length > 0 ? $" ({note})" : "")}");
                }
            }
        }
    }
}
