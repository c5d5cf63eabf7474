using System.Collections;
using Keys = Tta.Primitives.TtaNames.Attributes;

namespace Tta.Primitives;

/// <summary>
/// The attributes that a span starts with. Handed over at the start they are visible to samplers, and cost a third of what adding them
/// one by one does. Used again and again on a thread: a sampler that wants them later must copy them.
/// </summary>
internal sealed class StartTags : IEnumerable<KeyValuePair<string, object?>>, IEnumerator<KeyValuePair<string, object?>>
{
    private const int OfPrimitive = 3;

    [ThreadStatic]
    private static StartTags? _spare;

    private WorkflowPrimitive? _primitive;
    private string? _action;
    private KeyValuePair<string, object?>[] _shared = [];
    private KeyValuePair<string, object?> _first;
    private KeyValuePair<string, object?> _second;
    private int _count;
    private int _index = -1;
    private bool _enumerating;

    public KeyValuePair<string, object?> Current => _index switch
    {
        0 => new(Keys.Primitive.Type, _primitive!.Type),
        1 => new(Keys.Primitive.Name, _primitive!.Name),
        2 => new(Keys.Primitive.Action, _action),
        _ when _index < OfPrimitive + _shared.Length => _shared[_index - OfPrimitive],
        _ => _index == OfPrimitive + _shared.Length ? _first : _second,
    };

    object IEnumerator.Current => Current;

    /// <summary>The attributes of a span of <paramref name="primitive"/>, with up to two of the span's own.</summary>
    public static StartTags Rent(
        WorkflowPrimitive primitive,
        string action,
        WorkflowContext context,
        KeyValuePair<string, object?> first,
        KeyValuePair<string, object?> second)
    {
        ref StartTags? spare = ref _spare;
        StartTags tags = spare ?? new StartTags();
        spare = null;
        tags._primitive = primitive;
        tags._action = action;
        tags._shared = context.SpanTags;
        tags._first = first;
        tags._second = second;
        tags._count = OfPrimitive + tags._shared.Length + (first.Key is null ? 0 : second.Key is null ? 1 : 2);
        return tags;
    }

    /// <summary>Gives it back to the thread.</summary>
    public void Return()
    {
        // Nothing of a workflow stays reachable.
        _primitive = null;
        _shared = [];
        _first = _second = default;
        _count = 0;
        _spare = this;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        StartTags one = _enumerating ? (StartTags)MemberwiseClone() : this;
        one._enumerating = true;
        one._index = -1;
        return one;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool MoveNext() => ++_index < _count;

    public void Reset() => _index = -1;

    public void Dispose() => _enumerating = false;
}
