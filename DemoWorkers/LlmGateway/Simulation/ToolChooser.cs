using System.Globalization;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>Chooses the tools that a simulated model asks for: those whose names and descriptions share words with the prompt.</summary>
internal static class ToolChooser
{
    private const int CallsPerRound = 2;
    private const double AnotherRound = 0.25;
    private const int MaxRounds = 2;
    private const int MinWordLength = 5;

    /// <summary>What to ask for now; nothing when the model answers.</summary>
    public static IReadOnlyList<SimulatedToolCall> Choose(ChatRequest request, DeterministicRandom random)
    {
        if (request.Tools.Count == 0)
        {
            return [];
        }

        var messages = request.Messages.ToList();
        var asked = messages.FindLastIndex(message => message.Role == "user");
        var rounds = messages.Skip(asked + 1).Count(message => message.Role == "assistant");
        if (asked < 0 || rounds >= MaxRounds || (rounds > 0 && random.NextDouble() >= AnotherRound))
        {
            return [];
        }

        var prompt = messages[asked].Text;
        var words = Words(prompt);
        var fitting = request.Tools
            .Select(tool => (Tool: tool, Fit: Words($"{tool.Name} {tool.Description}").Count(words.Contains)))
            .Where(one => one.Fit > 0)
            .OrderByDescending(one => one.Fit)
            .Select(one => one.Tool)
            .Take(rounds == 0 ? CallsPerRound : 1);
        return
        [
            .. fitting.Select(tool => new SimulatedToolCall(
                string.Create(CultureInfo.InvariantCulture, $"call_{random.NextBits():x16}"),
                tool.Name,
                tool.Parameters.ValueKind == System.Text.Json.JsonValueKind.Object
                    ? new SchemaWriter(request.Messages, random, named: true).Write(tool.Parameters)
                    : "{}")),
        ];
    }

    private static HashSet<string> Words(string text) => text
        .Split([' ', '\n', '_', '-', ',', '.', ';', ':', '?', '!', '\'', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.Length >= MinWordLength)
        .Select(word => word.ToLowerInvariant().TrimEnd('s'))
        .ToHashSet(StringComparer.Ordinal);
}
