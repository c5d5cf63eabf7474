namespace Tta.Primitives;

/// <summary>What to do with a session's memory.</summary>
public abstract record MemoryRequest
{
    private MemoryRequest()
    {
    }

    /// <summary>Remembers a value; answers with the entry.</summary>
    /// <param name="Key">Under what.</param>
    /// <param name="Value">What.</param>
    public sealed record Store(string Key, string Value) : MemoryRequest;

    /// <summary>Answers with the entry under a key, if there is one.</summary>
    /// <param name="Key">The key.</param>
    public sealed record Recall(string Key) : MemoryRequest;

    /// <summary>Answers with the entries whose key and value together hold every word of a text, the most recently used first.</summary>
    /// <param name="Text">The words; their case does not matter.</param>
    /// <param name="Limit">At most so many entries.</param>
    public sealed record Search(string Text, int Limit = 10) : MemoryRequest;

    /// <summary>Forgets a key; answers with nothing.</summary>
    /// <param name="Key">The key.</param>
    public sealed record Forget(string Key) : MemoryRequest;
}
