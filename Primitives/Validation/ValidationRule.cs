namespace Tta.Primitives;

/// <summary>One thing that must be true of a value.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Name">Short name of the rule.</param>
/// <param name="IsMet">Whether a value satisfies it.</param>
/// <param name="Message">What to tell when it does not; it may end up in logs and traces, so nothing of the value in it.</param>
public sealed record ValidationRule<T>(string Name, Func<T, bool> IsMet, string Message);
