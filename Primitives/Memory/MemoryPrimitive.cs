namespace Tta.Primitives;

/// <summary>A memory for each session: keys and values, searchable, bounded.</summary>
/// <remarks>The session is <see cref="WorkflowContext.SessionId"/>, or where there is none the correlation id. It lives in the process.</remarks>
public sealed class MemoryPrimitive : WorkflowPrimitive<MemoryRequest, IReadOnlyList<MemoryEntry>>
{
    // Sessions go because there are too many, never because they are too old.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(36500);

    private readonly MemoryOptions _options;
    private readonly Lock _gate = new();
    private readonly MemoryLevel<MemoryLevel<string>> _sessions;

    /// <summary>An empty memory.</summary>
    /// <param name="options">How much to remember.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public MemoryPrimitive(MemoryOptions? options = null)
        : base(PrimitiveTypes.Memory, options?.Name)
    {
        _options = OptionsCheck.Valid(options ?? new MemoryOptions());
        _sessions = new MemoryLevel<MemoryLevel<string>>(_options.MaxSessions, Forever, _options.TimeProvider);
    }

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<MemoryEntry>> ExecuteCoreAsync(
        MemoryRequest input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        MemoryLevel<string> session = Session(context.SessionId ?? context.CorrelationId);
        return new ValueTask<IReadOnlyList<MemoryEntry>>(input switch
        {
            MemoryRequest.Store store => Store(session, store),
            MemoryRequest.Recall recall => session.Find(recall.Key, out _) is { } entry ? [new MemoryEntry(entry.Key, entry.Value)] : [],
            MemoryRequest.Search search => Search(session, search),
            MemoryRequest.Forget forget => Forget(session, forget),
            _ => throw new ArgumentException($"{input.GetType().Name} is not a request to a memory.", nameof(input)),
        });
    }

    private MemoryEntry[] Store(MemoryLevel<string> session, MemoryRequest.Store store)
    {
        session.Add(new CacheEntry<string>(store.Key, store.Value, _options.TimeProvider.GetTimestamp(), default, 0));
        return [new MemoryEntry(store.Key, store.Value)];
    }

    private static MemoryEntry[] Search(MemoryLevel<string> session, MemoryRequest.Search search)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(search.Limit, nameof(search));
        string[] words = search.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. session.Recent()
                .Where(entry => words.All(word =>
                    entry.Key.Contains(word, StringComparison.OrdinalIgnoreCase)
                    || entry.Value.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Take(search.Limit)
                .Select(entry => new MemoryEntry(entry.Key, entry.Value)),
        ];
    }

    private static MemoryEntry[] Forget(MemoryLevel<string> session, MemoryRequest.Forget forget)
    {
        session.Remove(forget.Key);
        return [];
    }

    private MemoryLevel<string> Session(string id)
    {
        lock (_gate)
        {
            if (_sessions.Find(id, out _) is { } found)
            {
                return found.Value;
            }

            var session = new MemoryLevel<string>(
                _options.MaxEntriesPerSession, _options.TimeToLive ?? Forever, _options.TimeProvider);
            _sessions.Add(new CacheEntry<MemoryLevel<string>>(id, session, _options.TimeProvider.GetTimestamp(), default, 0));
            return session;
        }
    }
}
