namespace Observatory.Traces.Query;

/// <summary>The services of a time with what came into each, and the calls between them.</summary>
/// <param name="Services">The spans with which a service was entered: roots, and those whose parent is of another service or not
/// stored.</param>
/// <param name="Calls">The spans whose parent is of another service, by the two services.</param>
/// <param name="FirstNanos">The earliest of their starts, in nanoseconds since 1970.</param>
/// <param name="LeftOut">Pairs of services beyond those that are told apart.</param>
internal sealed record ServiceGraph(
    IReadOnlyDictionary<string, CallStatistics> Services, IReadOnlyDictionary<(string Parent, string Child), CallStatistics> Calls, ulong FirstNanos, long LeftOut);
