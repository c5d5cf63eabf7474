using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>An execution that callers share, and who waits for whom: one that waits for itself would never end.</summary>
internal abstract class Flight
{
    private static readonly AsyncLocal<Flight?> Ambient = new();
    private static readonly Lock Graph = new();

    private readonly List<Flight> _waitsFor = [];

    /// <summary>The execution that this code is part of, whatever context it was handed.</summary>
    public static Flight? Current => Ambient.Value;

    /// <summary>The execution's span, once it has begun and if it is sampled.</summary>
    public Activity? Span { get; set; }

    /// <summary>Makes this the execution that the calling method and what it starts are part of.</summary>
    public void Enter() => Ambient.Value = this;

    /// <summary>Notes that <paramref name="waiter"/> waits for this one.</summary>
    /// <returns>False when this one waits for it already, directly or through others.</returns>
    public bool TryLetWait(Flight waiter)
    {
        lock (Graph)
        {
            if (WaitsFor(waiter))
            {
                return false;
            }

            waiter._waitsFor.Add(this);
            return true;
        }
    }

    /// <summary>Notes that <paramref name="waiter"/> does not wait any longer.</summary>
    public void EndWait(Flight waiter)
    {
        lock (Graph)
        {
            waiter._waitsFor.Remove(this);
        }
    }

    private bool WaitsFor(Flight other) => this == other || _waitsFor.Exists(next => next.WaitsFor(other));
}
