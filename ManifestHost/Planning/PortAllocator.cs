using System.Globalization;
using System.Net.Sockets;
using ManifestHost.Manifest;

namespace ManifestHost.Planning;

/// <summary>Gives every binding of every local process a port of its own.</summary>
internal sealed class PortAllocator : IDisposable
{
    private const int LowestRandomPort = 15000;
    private const int HighestRandomPort = 32000;
    private const int Attempts = 500;

    private readonly Dictionary<(string Resource, string Binding), PortReservation> _reservations = [];
    private readonly HashSet<int> _wellKnown;
    private readonly int _ceiling = EphemeralPortsBegin();

    private PortAllocator(StackModel model) =>
        _wellKnown = [.. model.Resources.Values.SelectMany(r => r.Bindings.Values).Select(b => b.WellKnownPort).OfType<int>()];

    /// <summary>Allocates and holds the ports of a model.</summary>
    /// <param name="model">The resources.</param>
    /// <param name="selection">What to use where nobody asked for a port.</param>
    /// <param name="asked">Ports that the user asked for, by <c>resource.binding</c>.</param>
    /// <exception cref="ManifestException">A port that was asked for is taken, or is asked for a binding that is not there.</exception>
    public static PortAllocator Allocate(StackModel model, PortSelection selection, IReadOnlyDictionary<string, int> asked)
    {
        var allocator = new PortAllocator(model);
        try
        {
            allocator.TakeAsked(model, asked);
            var rest = model.Processes
                .SelectMany(resource => resource.Bindings.Select(binding => (resource.Name, Binding: binding.Key, Definition: binding.Value)))
                .Where(entry => !allocator._reservations.ContainsKey((entry.Name, entry.Binding)))
                .ToList();
            // First everything that has a port it is known by, so that no random choice stands in its way.
            foreach (var (name, binding, definition) in rest.OrderBy(entry => entry.Definition.WellKnownPort is null))
            {
                allocator._reservations[(name, binding)] = allocator.TakeDefault(definition, selection);
            }

            return allocator;
        }
        catch
        {
            allocator.Dispose();
            throw;
        }
    }

    public int PortOf(string resource, string binding) => _reservations[(resource, binding)].Port;

    /// <summary>What the table says about a resource's ports.</summary>
    public IEnumerable<string> NotesFor(string resource) =>
        _reservations.Where(entry => entry.Key.Resource == resource).Select(entry => entry.Value.Note).OfType<string>();

    /// <summary>Lets go of a resource's ports, because its process is about to take them.</summary>
    public void Release(string resource)
    {
        foreach (var (key, reservation) in _reservations)
        {
            if (key.Resource == resource)
            {
                reservation.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var reservation in _reservations.Values)
        {
            reservation.Dispose();
        }
    }

    private void TakeAsked(StackModel model, IReadOnlyDictionary<string, int> asked)
    {
        var takenBy = new Dictionary<int, string>();
        foreach (var (name, port) in asked)
        {
            var (resource, binding) = FindBinding(model, name, port);
            if (!takenBy.TryAdd(port, name))
            {
                throw new ManifestException($"--port {name}={port}: --port {takenBy[port]}={port} asks for the same; give each binding a port of its own.");
            }

            if (_reservations.ContainsKey((resource.Name, binding)))
            {
                throw new ManifestException($"--port {name}={port}: the binding '{binding}' of '{resource.Name}' was given a port already.");
            }

            PortReservation? reservation;
            try
            {
                reservation = PortReservation.TryTake(port, resource.Bindings[binding].IsUdp);
            }
            catch (SocketException error)
            {
                throw new ManifestException($"--port {name}={port}: {error.Message}; choose a port from 1024 up.", error);
            }

            _reservations[(resource.Name, binding)] = reservation
                ?? throw new ManifestException(
                    $"--port {name}={port}: port {port} is in use by {PortHolder.Describe(PortHolder.Find(port))}; stop that process or choose another port.");
        }
    }

    private static (ResourceDefinition Resource, string Binding) FindBinding(StackModel model, string name, int port)
    {
        var option = $"--port {name}={port}";
        if (name.Split('.') is not [var resourceName, var binding] || port is < 1 or > 65535)
        {
            throw new ManifestException($"{option}: expected resource.binding=port with a port from 1 to 65535.");
        }

        if (!model.Resources.TryGetValue(resourceName, out var resource))
        {
            throw new ManifestException($"{option}: there is no resource '{resourceName}'; known are {string.Join(", ", model.Resources.Keys)}.");
        }

        var process = model.ProcessFor(resource);
        var target = process == resource ? binding : resource.ProvidedBindings.GetValueOrDefault(binding)?.Value;
        return process is not null && target is not null && process.Bindings.ContainsKey(target)
            ? (process, target)
            : throw new ManifestException($"{option}: '{resourceName}' has no binding '{binding}' here; it has {string.Join(", ", resource.Bindings.Keys)}.");
    }

    private PortReservation TakeDefault(BindingDefinition binding, PortSelection selection)
    {
        if (selection == PortSelection.Random || binding.WellKnownPort is not { } port)
        {
            return TakeRandom(binding.IsUdp);
        }

        string holder;
        try
        {
            if (PortReservation.TryTake(port, binding.IsUdp) is { } reservation)
            {
                return reservation;
            }

            var other = _reservations.Where(entry => entry.Value.Port == port).Select(entry => $"{entry.Key.Resource}.{entry.Key.Binding}").FirstOrDefault();
            holder = other ?? PortHolder.Describe(PortHolder.Find(port));
        }
        catch (SocketException error)
        {
            holder = $"nobody here may use it: {error.Message}";
        }

        var substitute = TakeRandom(binding.IsUdp);
        substitute.Note = string.Create(CultureInfo.InvariantCulture, $"port {port} is taken by {holder}; using {substitute.Port}");
        return substitute;
    }

    // Below the range that the system hands out to outgoing connections: a port that is free while a crashed process waits to be
    // restarted is not given to somebody else meanwhile.
    private PortReservation TakeRandom(bool udp)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = _ceiling > LowestRandomPort ? Random.Shared.Next(LowestRandomPort, _ceiling) : 0;
            if (!_wellKnown.Contains(port) && PortReservation.TryTake(port, udp) is { } reservation)
            {
                return reservation;
            }
        }

        throw new ManifestException("no free port was found on 127.0.0.1; stop something that listens there.");
    }

    private static int EphemeralPortsBegin()
    {
        const string range = "/proc/sys/net/ipv4/ip_local_port_range";
        try
        {
            var first = File.ReadAllText(range).Split('\t', ' ')[0];
            return Math.Min(HighestRandomPort, int.Parse(first, CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return HighestRandomPort;
        }
    }
}
