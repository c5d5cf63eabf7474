using Microsoft.Extensions.Options;
using Tta.DemoWorkers.Hosting;
using Tta.DemoWorkers.Report;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers;

/// <summary>Builds and runs the service that the command line asks for.</summary>
internal static class Worker
{
    /// <summary>Exit code when the arguments or settings cannot be used.</summary>
    public const int InvalidConfiguration = 2;

    /// <summary>Exit code when the service cannot start for another reason, such as a port in use.</summary>
    public const int CannotStart = 1;

    private const string ServiceNameKey = "OTEL_SERVICE_NAME";
    private const long MaxRequestBytes = 4 * 1024 * 1024;

    /// <summary>Runs until the process is told to stop. What a person can mend is said in one line, without a stack trace.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            if (WorkerRoles.ReportOptions(args) is { } options)
            {
                return await ReportJob.RunAsync(options, output, error);
            }

            await using var app = Build(WorkerRoles.Parse(args), args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (ConfigurationProblem(exception) is { } problem)
        {
            await error.WriteLineAsync(problem);
            return InvalidConfiguration;
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await error.WriteLineAsync($"{exception.Message} Stop its holder or set ASPNETCORE_URLS to another address.");
            return CannotStart;
        }
    }

    /// <summary>Builds the service; <paramref name="configure"/> comes last and is for tests.</summary>
    public static WebApplication Build(IWorkerRole role, string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings files lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        if (string.IsNullOrWhiteSpace(builder.Configuration[ServiceNameKey]))
        {
            builder.Configuration[ServiceNameKey] = role.ServiceName;
        }

        AddConsole(builder.Logging);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        Bind(builder);
        builder.AddServiceDefaults("Tta.*");
        role.AddServices(builder);

        var app = builder.Build();
        app.UseDoors(role.ServiceName);
        app.UseAccessKey();
        app.MapDefaultEndpoints();
        role.Map(app);
        return app;
    }

    /// <summary>
    /// What a person must mend in the settings; null when that is not why it failed. The host collects what several options say.
    /// </summary>
    private static string? ConfigurationProblem(Exception exception) => exception switch
    {
        InvalidConfigurationException => exception.Message,
        OptionsValidationException validation => string.Join(' ', validation.Failures),
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(' ', several.InnerExceptions.Select(ConfigurationProblem)),
        _ => null,
    };

    /// <summary>Never all interfaces unless asked for: HTTP_PORTS (containers) or ASPNETCORE_URLS, else a free port of the loopback.</summary>
    private static void Bind(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])
            && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpPortsKey]))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
    }

    private static void AddConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(options =>
    {
        options.SingleLine = true;
        options.TimestampFormat = "HH:mm:ss.fff ";
        options.UseUtcTimestamp = true;
    });
}
