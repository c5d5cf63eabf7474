using System.Runtime.InteropServices;
using Observatory.Storage;
using Observatory.Traces.Columns;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// The services and their operations, interned and counted, so that those of which nothing is stored any more disappear. Bounded: an
/// operation beyond the limit is stored under <see cref="Unnamed"/>, and a search for it looks at the spans themselves.
/// Not thread-safe: the store's lock guards it.
/// </summary>
internal sealed class OperationTable
{
    /// <summary>Services at most; spans of others are rejected.</summary>
    public const int MaxServices = 2_000;

    /// <summary>Operations (of all services) at most that have a name of their own here.</summary>
    public const int MaxOperations = 50_000;

    /// <summary>Names longer than this, in bytes, are not interned.</summary>
    public const int MaxNameBytes = BlockOperation.MaxServiceBytes;

    private readonly Dictionary<byte[], int> _names = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _namesByBytes;
    private readonly List<(string Text, byte[] Utf8, int Uses)> _texts = [];
    private readonly Stack<int> _freeTexts = [];
    private readonly Dictionary<int, int> _services = [];
    private readonly Dictionary<(int Service, SpanKind Kind, int Name), int> _ids = [];
    private readonly List<Operation> _operations = [];
    private readonly Stack<int> _freeOperations = [];

    /// <summary>Makes an empty table.</summary>
    public OperationTable() => _namesByBytes = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The name id of operations that have none here.</summary>
    public const int Unnamed = -1;

    /// <summary>One more than the largest operation id.</summary>
    public int Size => _operations.Count;

    /// <summary>Counts one more span.</summary>
    /// <returns>The operation's id, or -1 when there are too many services.</returns>
    public int Add(ReadOnlySpan<byte> service, SpanKind kind, ReadOnlySpan<byte> name)
    {
        service = service.Length > MaxNameBytes ? service[..MaxNameBytes] : service;
        var isKnown = _namesByBytes.TryGetValue(service, out var serviceName) && _services.ContainsKey(serviceName);
        if (!isKnown && _services.Count >= MaxServices)
        {
            return -1;
        }

        if (isKnown && _namesByBytes.TryGetValue(name, out var known) && _ids.TryGetValue((serviceName, kind, known), out var id))
        {
            Count(id, 1);
            return id;
        }

        return AddNew(service, kind, name, name.Length <= MaxNameBytes);
    }

    /// <summary>Counts the spans of an operation of a part. Its service is taken in any case: its spans are stored.</summary>
    /// <returns>The operation's id.</returns>
    public int Add(PartOperation operation, int spans)
    {
        ReadOnlySpan<byte> name = operation.Name;
        var isNamed = operation.Name is not null;
        var id = isNamed && _namesByBytes.TryGetValue(operation.Service, out var service) && _namesByBytes.TryGetValue(name, out var known)
            && _ids.TryGetValue((service, operation.Kind, known), out var found)
            ? found : -1;
        if (id < 0)
        {
            id = AddNew(operation.Service, operation.Kind, name, isNamed);
            spans--;
        }

        Count(id, spans);
        return id;
    }

    /// <summary>Counts spans less.</summary>
    public void Remove(int id, int spans = 1)
    {
        var operation = _operations[id];
        Count(id, -spans);
        if (operation.Spans > spans)
        {
            return;
        }

        _ids.Remove((operation.Service, operation.Kind, operation.Name));
        _operations[id] = default;
        _freeOperations.Push(id);
        if (--CollectionsMarshal.GetValueRefOrAddDefault(_services, operation.Service, out _) == 0)
        {
            _services.Remove(operation.Service);
        }

        Release(operation.Service);
        Release(operation.Name);
    }

    /// <summary>The names of all services, in order.</summary>
    public List<string> Services() => [.. _services.Keys.Select(s => _texts[s].Text).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name of the service of an operation.</summary>
    public string ServiceOf(int id) => _texts[_operations[id].Service].Text;

    /// <summary>The name of an operation; a note when it has none here.</summary>
    public string NameOf(int id) => _operations[id].Name == Unnamed ? "(one of very many names)" : _texts[_operations[id].Name].Text;

    /// <summary>Whether two operations are of the same service.</summary>
    public bool IsSameService(int one, int other) => _operations[one].Service == _operations[other].Service;

    /// <summary>The operations of a service that have a name here, in order.</summary>
    public List<(string Name, SpanKind Kind)> Operations(string service, SpanKind? kind)
    {
        var found = new List<(string Name, SpanKind Kind)>();
        foreach (var operation in _operations)
        {
            if (operation.Spans > 0 && operation.Name != Unnamed && (kind is null || operation.Kind == kind) && _texts[operation.Service].Text == service)
            {
                found.Add((_texts[operation.Name].Text, operation.Kind));
            }
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : a.Kind.CompareTo(b.Kind));
        return found;
    }

    /// <summary>For each operation id, whether its spans are of a service and an operation (null: any).</summary>
    public OperationMatch[] Match(string? service, string? name)
    {
        var matches = new OperationMatch[_operations.Count];
        for (var id = 0; id < matches.Length; id++)
        {
            var operation = _operations[id];
            if (operation.Spans == 0 || (service is not null && _texts[operation.Service].Text != service))
            {
                continue;
            }

            matches[id] = name is null ? OperationMatch.Yes
                : operation.Name == Unnamed ? OperationMatch.LookAtSpan
                : _texts[operation.Name].Text == name ? OperationMatch.Yes : OperationMatch.No;
        }

        return matches;
    }

    private int AddNew(ReadOnlySpan<byte> service, SpanKind kind, ReadOnlySpan<byte> name, bool isNamed)
    {
        var operation = new Operation { Service = Intern(service), Kind = kind, Name = Unnamed, Spans = 1 };
        if (isNamed && _ids.Count < MaxOperations)
        {
            operation.Name = Intern(name);
        }
        else if (_ids.TryGetValue((operation.Service, kind, Unnamed), out var unnamed))
        {
            Release(operation.Service);
            Count(unnamed, 1);
            return unnamed;
        }

        if (!_freeOperations.TryPop(out var id))
        {
            id = _operations.Count;
            _operations.Add(default);
        }

        _operations[id] = operation;
        _ids.Add((operation.Service, kind, operation.Name), id);
        CollectionsMarshal.GetValueRefOrAddDefault(_services, operation.Service, out _)++;
        return id;
    }

    private void Count(int id, int change)
    {
        var operation = _operations[id];
        operation.Spans += change;
        _operations[id] = operation;
    }

    private int Intern(ReadOnlySpan<byte> utf8)
    {
        if (_namesByBytes.TryGetValue(utf8, out var id))
        {
            var (text, bytes, uses) = _texts[id];
            _texts[id] = (text, bytes, uses + 1);
            return id;
        }

        if (!_freeTexts.TryPop(out id))
        {
            id = _texts.Count;
            _texts.Add(default);
        }

        var copy = utf8.ToArray();
        _texts[id] = (Encoding.UTF8.GetString(copy), copy, 1);
        _names.Add(copy, id);
        return id;
    }

    private void Release(int id)
    {
        if (id == Unnamed)
        {
            return;
        }

        var (text, utf8, uses) = _texts[id];
        _texts[id] = (text, utf8, uses - 1);
        if (uses == 1)
        {
            _names.Remove(utf8);
            _texts[id] = default;
            _freeTexts.Push(id);
        }
    }

    private struct Operation
    {
        public int Service;
        public int Name;
        public SpanKind Kind;
        public int Spans;
    }
}

/// <summary>Whether the spans of an operation are what a search asks for.</summary>
internal enum OperationMatch : byte
{
    No,
    Yes,

    /// <summary>The operation's name is not interned: the span itself must be read.</summary>
    LookAtSpan,
}
