namespace Observatory.Views.Tracing;

/// <summary>
/// Which of the palette's colours (the classes <c>svc0</c> to <c>svc11</c>) each service has on a page: the one that follows from its name, so that
/// it is the same everywhere, unless another service of the page has it already.
/// </summary>
internal sealed class ServiceColors
{
    private const int Colors = 12;

    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);

    /// <summary>Gives each service its colour.</summary>
    public ServiceColors(IEnumerable<string> services)
    {
        Services = [.. services.Distinct().Order(StringComparer.Ordinal)];
        var used = new bool[Colors];
        foreach (var service in Services)
        {
            var color = Preferred(service);
            for (var i = 0; i < Colors && used[color]; i++)
            {
                color = (color + 1) % Colors;
            }

            used[color] = true;
            _classes.Add(service, FormattableString.Invariant($"svc{color}"));
        }
    }

    /// <summary>The services, by name.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>The class of a service.</summary>
    public string Of(string service) => _classes.GetValueOrDefault(service, "svc0");

    private static int Preferred(string service)
    {
        // FNV-1a: the same in every process, which a string's own hash code is not.
        var hash = 2166136261u;
        foreach (var c in service)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return (int)(hash % Colors);
    }
}
