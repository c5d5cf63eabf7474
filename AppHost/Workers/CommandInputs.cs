using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tta.AppHost;

/// <summary>The questions of commands that change a worker, and the requests that are made of the answers.</summary>
internal static class CommandInputs
{
    private const string NameOfWhat = "of";

    /// <summary>Asks for a name.</summary>
    public static InteractionInput Name(string name, string label, string description, bool isRequired) =>
        new() { Name = name, Label = label, Description = description, InputType = InputType.Text, Required = isRequired };

    /// <summary>Asks for a number, which may be left out unless it is the only one.</summary>
    public static InteractionInput Number(string name, string label, string description, string? value = null) =>
        new() { Name = name, Label = label, Description = description, InputType = InputType.Number, Required = value is not null, Value = value };

    /// <summary>Sends the numbers that were given; what the name is of becomes the end of the path.</summary>
    public static Task Send(HttpCommandRequestContext context)
    {
        var numbers = context.Arguments
            .Where(input => input.Name != NameOfWhat && !string.IsNullOrWhiteSpace(input.Value))
            .Select(input => (input.Name, double.Parse(input.Value!, CultureInfo.InvariantCulture)));
        if (context.Arguments.TryGetByName(NameOfWhat, out var of) && !string.IsNullOrWhiteSpace(of.Value))
        {
            context.Request.RequestUri = new Uri($"{context.Request.RequestUri}/{Uri.EscapeDataString(of.Value.Trim())}");
        }

        return Send(context, [.. numbers]);
    }

    /// <summary>Sends these numbers.</summary>
    public static Task Send(HttpCommandRequestContext context, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        Dictionary<string, double> body = [];
        foreach (var (name, value) in numbers)
        {
            body[name] = value;
        }

        context.Request.Content = JsonContent.Create(body);
        return Task.CompletedTask;
    }

    /// <summary>Says what the worker says is wrong, in its words.</summary>
    public static async Task<ExecuteCommandResult> Result(HttpCommandResultContext context)
    {
        var said = await context.Response.Content.ReadAsStringAsync(context.CancellationToken);
        return context.Response.IsSuccessStatusCode ? CommandResults.Success() : CommandResults.Failure(Detail(said));
    }

    private static string Detail(string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(problem);
            return document.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString()! : problem;
        }
        catch (JsonException)
        {
            return problem;
        }
    }
}
