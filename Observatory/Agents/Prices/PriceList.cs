using System.Collections.Frozen;
using Observatory.Agents.Steps;

namespace Observatory.Agents.Prices;

/// <summary>
/// Prices as the price file has them:
/// <c>{ "currency": "USD", "date": "2026-10-31", "prices": [ { "provider", "model", "prompt_per_million", "completion_per_million" } ]
/// }</c>,
/// an entry also with <c>cached_prompt_per_million</c> and <c>reasoning_per_million</c>.
/// </summary>
internal sealed class PriceList
{
    /// <summary>No price file: no model has a price.</summary>
    public static readonly PriceList Empty = new([], null);

    private readonly FrozenDictionary<string, ModelPrice[]> _models;

    private PriceList(IEnumerable<(string Model, ModelPrice Price)> prices, DateOnly? date)
    {
        _models = prices.GroupBy(p => p.Model, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Price).ToArray(), StringComparer.OrdinalIgnoreCase);
        Date = date;
    }

    /// <summary>When the prices were true, if the file says.</summary>
    public DateOnly? Date { get; }

    /// <summary>How many models have a price.</summary>
    public int Count => _models.Count;

    /// <summary>What a call cost: by the model that answered, else the one asked for; null when neither has a price.</summary>
    public decimal? CostOf(AgentStep call) =>
        (Find(call.Provider, call.ResponseModel) ?? Find(call.Provider, call.RequestModel))?.Cost(call.Tokens);

    /// <summary>Reads a price file.</summary>
    /// <exception cref="FormatException">It is none; the message says where and why.</exception>
    public static PriceList Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"line {e.LineNumber + 1}: not valid JSON. {e.Message}", e);
        }
    }

    // Frameworks call a provider differently (openai, openai.responses, gcp.gemini), so the name counts only where two price one model.
    private ModelPrice? Find(string? provider, string? model)
    {
        if (model is null || !_models.TryGetValue(model, out var prices))
        {
            return null;
        }

        return prices.Length == 1 ? prices[0] : Array.Find(prices, p => IsCalled(provider, p.Provider));
    }

    private static bool IsCalled(string? name, string provider) =>
        name is not null
        && (name.Equals(provider, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(provider + ".", StringComparison.OrdinalIgnoreCase));

    private static PriceList Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("prices", out var list)
            || list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("an object with an array 'prices' is expected");
        }

        if (root.TryGetProperty("currency", out var currency)
            && (currency.ValueKind != JsonValueKind.String || currency.GetString() != "USD"))
        {
            throw new FormatException("'currency' must be \"USD\"");
        }

        var prices = new List<(string, ModelPrice)>();
        foreach (var entry in list.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"prices[{prices.Count}]");
            var price = new ModelPrice(
                Text(entry, "provider", place),
                Rate(entry, "prompt_per_million", place) ?? throw Missing("prompt_per_million", place),
                Rate(entry, "completion_per_million", place) ?? throw Missing("completion_per_million", place),
                Rate(entry, "cached_prompt_per_million", place),
                Rate(entry, "reasoning_per_million", place));
            prices.Add((Text(entry, "model", place), price));
        }

        var date = root.TryGetProperty("date", out var day) && day.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
                ? parsed
                : (DateOnly?)null;
        return new(prices, date);
    }

    private static string Text(JsonElement entry, string name, string place) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"{place}: '{name}' must be a text");

    private static decimal? Rate(JsonElement entry, string name, string place)
    {
        if (!entry.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var rate) && rate is >= 0 and < 1_000_000
            ? rate
            : throw Missing(name, place);
    }

    private static FormatException Missing(string name, string place) =>
        new($"{place}: '{name}' must be a number of dollars from 0 to a million");
}
