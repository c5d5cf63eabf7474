namespace Tta.Primitives;

/// <summary>Something remembered.</summary>
/// <param name="Key">Under what.</param>
/// <param name="Value">What.</param>
public readonly record struct MemoryEntry(string Key, string Value);
