using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Tta.Primitives;

/// <summary>Prices from a JSON file that people can edit.</summary>
/// <remarks>
/// <code>{ "currency": "USD", "date": "2026-10-01", "prices": [
///   { "provider": "openai", "model": "gpt-small", "prompt_per_million": 0.15, "completion_per_million": 0.60 } ] }</code>
/// An entry may also have <c>cached_prompt_per_million</c> and <c>reasoning_per_million</c>; without them the cost of a call with such
/// tokens is unknown. Comments and trailing commas are allowed; provider and model are matched without regard to case.
/// </remarks>
public sealed class JsonPriceTable : IPriceTable
{
    private readonly FrozenDictionary<(string Provider, string Model), ModelPrice> _prices;

    private JsonPriceTable(Dictionary<(string Provider, string Model), ModelPrice> prices, DateOnly? date)
    {
        _prices = prices.ToFrozenDictionary();
        Date = date;
    }

    /// <summary>When the prices were true, if the file says.</summary>
    public DateOnly? Date { get; }

    /// <summary>How many models have a price.</summary>
    public int Count => _prices.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="PriceTableException">It cannot be read or does not make sense; the message says where and why.</exception>
    public static JsonPriceTable Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PriceTableException($"Price table '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in error messages.</param>
    /// <exception cref="PriceTableException">It does not make sense; the message says where and why.</exception>
    public static JsonPriceTable Parse(string json, string source = "prices")
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Read(document.RootElement, source);
        }
        catch (JsonException exception)
        {
            throw new PriceTableException(
                $"Price table '{source}', line {exception.LineNumber + 1}: not valid JSON. {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new PriceTableException(
                $"Price table '{source}': a text is not valid Unicode (half of a surrogate pair, or bytes that are not UTF-8).", exception);
        }
    }

    /// <inheritdoc/>
    public bool TryGetPrice(string provider, string model, out ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        return _prices.TryGetValue((provider, model), out price) || _prices.TryGetValue(Key(provider, model), out price);
    }

    private static (string Provider, string Model) Key(string provider, string model) =>
        (provider.ToLowerInvariant(), model.ToLowerInvariant());

    private static JsonPriceTable Read(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("prices", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new PriceTableException($"Price table '{source}': an object with an array 'prices' is expected.");
        }

        if (root.TryGetProperty("currency", out JsonElement currency)
            && (currency.ValueKind != JsonValueKind.String || currency.GetString() != "USD"))
        {
            throw new PriceTableException($"Price table '{source}': 'currency' must be \"USD\".");
        }

        var prices = new Dictionary<(string, string), ModelPrice>();
        int index = 0;
        foreach (JsonElement entry in list.EnumerateArray())
        {
            string place = $"Price table '{source}', prices[{index++}]";
            string provider = Text(entry, "provider", place);
            string model = Text(entry, "model", place);
            var price = new ModelPrice(Rate(entry, "prompt_per_million", place), Rate(entry, "completion_per_million", place))
            {
                CachedPromptPerMillion = OptionalRate(entry, "cached_prompt_per_million", place),
                ReasoningPerMillion = OptionalRate(entry, "reasoning_per_million", place),
            };
            if (!prices.TryAdd(Key(provider, model), price))
            {
                throw new PriceTableException($"{place}: {provider}/{model} is priced twice.");
            }
        }

        return new JsonPriceTable(prices, ReadDate(root, source));
    }

    private static DateOnly? ReadDate(JsonElement root, string source)
    {
        if (!root.TryGetProperty("date", out JsonElement date))
        {
            return null;
        }

        return date.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new PriceTableException($"Price table '{source}': 'date' must look like \"2026-10-01\".");
    }

    private static string Text(JsonElement entry, string name, string place) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new PriceTableException($"{place}: '{name}' must be a text.");

    private static decimal? OptionalRate(JsonElement entry, string name, string place) =>
        entry.TryGetProperty(name, out _) ? Rate(entry, name, place) : null;

    private static decimal Rate(JsonElement entry, string name, string place) =>
        entry.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal rate) && rate >= 0
            ? rate
            : throw new PriceTableException($"{place}: '{name}' must be a number of dollars, 0 or more.");
}
