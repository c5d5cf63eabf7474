using System.Reflection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Observatory.Hosting;
using Observatory.Mcp.Calls;
using Observatory.Mcp.Tools;

namespace Observatory.Mcp;

/// <summary>Registers the MCP server.</summary>
internal static class McpPart
{
    private static readonly Type[] Tools =
        [typeof(OverviewTool), typeof(ListRunsTool), typeof(GetRunTool)];

    /// <summary>Adds the services.</summary>
    public static void AddMcp(this IServiceCollection services)
    {
        services.AddSingleton(provider => McpOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<McpDoor>();
        services.AddSingleton<CallGate>();
        services.AddSingleton<Pages>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<IEndpointModule, McpEndpoints>();
        foreach (var tool in Tools)
        {
            services.AddSingleton(typeof(McpServerTool), tool);
        }

        services.AddMcpServer(options =>
        {
            options.ServerInfo = new Implementation
            {
                Name = "observatory",
                Title = "Observatory",
                Version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
            };
            options.ServerInstructions = McpTexts.Instructions;
        }).WithHttpTransport(http => http.SessionMode = ModelContextProtocol.AspNetCore.HttpServerSessionMode.Stateless);
    }
}
