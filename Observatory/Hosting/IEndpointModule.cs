namespace Observatory.Hosting;

/// <summary>A group of routes. Registered as a singleton; mapped on every listener that has one of its roles.</summary>
internal interface IEndpointModule
{
    /// <summary>On which listeners the routes answer.</summary>
    ListenerRoles Roles { get; }

    /// <summary>Adds the routes.</summary>
    void Map(IEndpointRouteBuilder routes);
}
