using System.Text;
using System.Text.Json;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>Writes an answer that reads like one: about the words of the prompt, in the form that was asked for.</summary>
internal static class AnswerWriter
{
    private const int MinTopicLength = 5;
    private const int MaxTopics = 24;

    private static readonly HashSet<string> Fillers = new(
        ["about", "after", "before", "their", "there", "these", "those", "which", "write", "short", "please", "should", "would", "could",
         "where", "while", "without", "within", "using", "every", "other", "between", "because", "explain", "describe", "summarise"]);

    private static readonly string[] Openings =
    [
        "The short answer is that {0} depends on {1}.", "In practice, {0} comes before {1}.", "Three things matter here: {0}, {1} and time.",
        "Start with {0}; {1} follows from it.", "Most of the effort around {0} goes into {1}.", "{0} is easier to judge once {1} is clear.",
    ];

    private static readonly string[] Sentences =
    [
        "A small trial with {0} shows quickly whether {1} holds.", "Where {0} is uncertain, write down what is known about {1} first.",
        "The cost of {0} grows with {1}, so keep both in view.", "Compared with last quarter, {0} changed more than {1}.",
        "People who rely on {0} will ask about {1}, so answer that early.", "It helps to measure {0} before and after {1}.",
        "Nothing here requires {0} to be finished before {1} begins.", "If {0} slips, {1} still gives a usable result.",
        "A clear owner for {0} avoids most questions about {1}.", "The evidence for {0} is solid; for {1} it is still thin.",
        "Keep {0} simple and let {1} carry the detail.", "Review {0} again once {1} has run for a week.",
    ];

    private static readonly string[] Closings =
    [
        "Next step: agree on {0}.", "This leaves {0} as the open question.", "With that, {0} is in good shape.", "Everything else about {0} can wait.",
    ];

    private static readonly string[] Findings =
    [
        "Naming: say what {0} holds, not how.", "Risk: {0} is used before {1} has been checked.", "Test: add a case in which {0} is empty.",
        "Simplify: {0} and {1} do the same work twice.", "Performance: {0} is computed on every call.", "Good: {0} is covered by tests.",
        "Error handling: a failure of {0} is swallowed.", "Concurrency: two callers may change {0} at once.",
    ];

    /// <summary>Composes the answer; the same generator state and messages give the same text.</summary>
    public static string Write(IReadOnlyList<ChatRequest.Message> messages, double verbosity, DeterministicRandom random)
    {
        var topics = Topics((messages.LastOrDefault(message => message.Role == "user") ?? messages[^1]).Text);
        var asked = string.Concat(messages.Where(message => message.Role is "system" or "developer").Select(message => message.Text));
        var length = Math.Max(2, (int)Math.Round((3 + random.Next(6)) * verbosity));
        if (asked.Contains("JSON", StringComparison.Ordinal))
        {
            return Json(topics, length, random);
        }

        return asked.Contains("review", StringComparison.OrdinalIgnoreCase)
            ? string.Join('\n', Enumerable.Range(0, length).Select(_ => "- " + Fill(random.Pick(Findings), topics, random)))
            : Prose(topics, length, random);
    }

    /// <summary>One sentence about the words of a prompt.</summary>
    public static string Sentence(string prompt, DeterministicRandom random) => Fill(random.Pick(Sentences), Topics(prompt), random);

    private static string Prose(List<string> topics, int length, DeterministicRandom random)
    {
        var text = new StringBuilder(Fill(random.Pick(Openings), topics, random));
        for (var i = 0; i < length; i++)
        {
            text.Append(i % 4 == 3 ? "\n\n" : " ").Append(Fill(random.Pick(Sentences), topics, random));
        }

        return text.Append(' ').Append(Fill(random.Pick(Closings), topics, random)).ToString();
    }

    private static string Json(List<string> topics, int length, DeterministicRandom random)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("subject", random.Pick(topics));
            writer.WriteNumber("confidence", Math.Round(0.5 + (random.NextDouble() / 2), 2));
            writer.WriteStartArray("fields");
            for (var i = 0; i < length; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("name", random.Pick(topics));
                writer.WriteNumber("value", random.Next(1000));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Fill(string template, List<string> topics, DeterministicRandom random)
    {
        var text = template.Replace("{0}", random.Pick(topics), StringComparison.Ordinal)
            .Replace("{1}", random.Pick(topics), StringComparison.Ordinal);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static List<string> Topics(string prompt)
    {
        var words = prompt.Split([' ', '\n', '\r', '\t', ',', '.', ';', ':', '?', '!', '"', '(', ')', '/', '`', '{', '}', '='],
            StringSplitOptions.RemoveEmptyEntries);
        var topics = words.Where(word => word.Length >= MinTopicLength && word.All(char.IsLetter))
            .Select(word => word.ToLowerInvariant()).Where(word => !Fillers.Contains(word)).Distinct().Take(MaxTopics).ToList();
        return topics.Count > 0 ? topics : ["the question", "the context"];
    }
}
