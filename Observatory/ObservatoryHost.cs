using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Observatory.Hosting;
using Observatory.SelfMonitoring;
using Observatory.Storage;

namespace Observatory;

/// <summary>Puts the parts together.</summary>
internal static class ObservatoryHost
{
    /// <summary>Runs until told to stop. What keeps it from starting is one line of <paramref name="errors"/>.</summary>
    /// <returns>0, or 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            var app = Build(args);
            await using (app.ConfigureAwait(false))
            {
                await StartAsync(app).ConfigureAwait(false);
                await app.WaitForShutdownAsync().ConfigureAwait(false);
                if (app.Services.GetRequiredService<ProcessEnd>().Why is { } failure)
                {
                    throw new ConfigurationException(failure);
                }
            }

            return 0;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync($"observatory: {e.Message}").ConfigureAwait(false);
        }

        return 1;
    }

    /// <summary>Builds the host without starting it.</summary>
    /// <exception cref="ConfigurationException">A setting is not usable.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var options = ObservatoryOptions.Read(builder.Configuration);
        var listeners = new Listeners(options);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What these two would say is said in one line by RunAsync, or is on purpose.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        // The addresses are Observatory's own settings; a runner's ASPNETCORE_URLS is not for it.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            listeners.Configure(kestrel);
        });
        // Clients that hold on to a connection don't hold up the end; what was accepted is stored already.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(listeners);
        // By a factory, so that the container disposes it, after everything that keeps files in it.
        builder.Services.AddSingleton(_ => new DataDirectory(options));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SelfMetrics>();
        builder.Services.AddSingleton<ISelfMetricsSource, ProcessSelfMetrics>();
        builder.Services.AddSingleton(Disk.Real);
        builder.Services.AddSingleton<Troubles>();
        builder.Services.AddSingleton<ProcessEnd>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Readiness>());
        builder.Services.AddSingleton<ListenerCheck>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ListenerCheck>());
        builder.Services.AddSingleton<IEndpointModule, HealthEndpoints>();
        builder.Services.AddHostedService<StoreMaintenance>();
        ObservatoryParts.Add(builder.Services);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        // Made now, so that a directory that can't be used is told before anything listens.
        app.Services.GetRequiredService<DataDirectory>();
        var metrics = app.Services.GetRequiredService<SelfMetrics>();
        foreach (var source in app.Services.GetServices<ISelfMetricsSource>())
        {
            source.Register(metrics);
        }

        foreach (var lowered in options.Lowered)
        {
            app.Logger.LogWarning("{Lowered}", lowered);
        }

        app.Use(ConnectionSlots.ServeAsync);
        app.Use(HostHeaderCheck.InvokeAsync);
        app.Use((context, next) =>
        {
            // What is sent is data of others: no browser shall take JSON, or a text, for a script or a page.
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        var modules = app.Services.GetServices<IEndpointModule>().ToList();
        var branches = options.Listeners.ToDictionary(l => l, l => Branch(app, modules, l.Roles));
        app.Run(context => branches[context.Features.GetRequiredFeature<ListenAddress>()](context));
        return app;
    }

    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.StopAsync().ConfigureAwait(false);
            var taken = app.Services.GetRequiredService<ObservatoryOptions>().Listeners.First(l => e.Message.Contains($"{l.EndPoint}:", StringComparison.Ordinal));
            throw new ConfigurationException($"{taken.Settings}: {taken.EndPoint} is in use; set another address, or end the process that has it", e);
        }
    }

    private static RequestDelegate Branch(IApplicationBuilder app, List<IEndpointModule> modules, ListenerRoles roles)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseEndpoints(routes =>
        {
            foreach (var module in modules.Where(m => (m.Roles & roles) != 0))
            {
                module.Map(routes);
            }
        });
        return branch.Build();
    }
}
