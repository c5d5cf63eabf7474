namespace Tta.DemoWorkers.Hosting;

/// <summary>One of the services that this program can be.</summary>
internal interface IWorkerRole
{
    /// <summary>What follows <c>--role</c> on the command line.</summary>
    string Name { get; }

    /// <summary>The name of the service in telemetry, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</summary>
    string ServiceName { get; }

    /// <summary>Reads the role's settings and registers its services.</summary>
    /// <exception cref="ServiceDefaults.InvalidConfigurationException">A setting cannot be used.</exception>
    void AddServices(WebApplicationBuilder builder);

    /// <summary>Maps the role's endpoints.</summary>
    void Map(WebApplication app);
}
