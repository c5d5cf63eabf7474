using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tta.DemoWorkers.WorkflowEngine.Models;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>People edit the price file while the engine runs.</summary>
public sealed class PriceFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tta-prices-").FullName;
    private readonly FakeLoggerProvider _logs = new();

    private string File => Path.Combine(_folder, "prices.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_next_call_after_an_edit_has_the_new_price()
    {
        var prices = Open("1.00");

        Write("7.25");

        Assert.Equal(7.25m, PromptPrice(prices));
        Assert.Equal(1, _logs.Collector.CountOf("Prices changed"));
    }

    [Fact]
    public void A_file_that_nobody_changes_is_read_once()
    {
        var prices = Open("1.00");

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(1m, PromptPrice(prices));
        }

        Assert.Equal(0, _logs.Collector.CountOf("Price"));
    }

    [Theory]
    [InlineData("{ \"prices\": [")]
    [InlineData("{ \"prices\": [ { \"provider\": \"p\", \"model\": \"m\", \"prompt_per_million\": -1 } ] }")]
    [InlineData("")]
    public void A_damaged_file_is_told_once_and_the_last_good_prices_stay(string damaged)
    {
        var prices = Open("1.00");

        System.IO.File.WriteAllText(File, damaged);

        Assert.Equal(1m, PromptPrice(prices));
        Assert.Equal(1m, PromptPrice(prices));
        Assert.Equal(1, _logs.Collector.CountOf("last good prices"));
        Assert.Equal(1, _logs.Collector.CountOf(File));
    }

    [Fact]
    public void A_missing_file_is_told_once_and_a_new_one_counts()
    {
        var prices = Open("1.00");

        System.IO.File.Delete(File);
        Assert.Equal(1m, PromptPrice(prices));
        Assert.Equal(1m, PromptPrice(prices));
        Assert.Equal(1, _logs.Collector.CountOf("last good prices"));

        Write("3.50");
        Assert.Equal(3.5m, PromptPrice(prices));
    }

    [Fact]
    public void A_link_that_leads_to_another_file_now_is_an_edit()
    {
        Write("1.00", "first.json");
        Write("2.00", "second.json");
        System.IO.File.SetLastWriteTimeUtc(Path.Combine(_folder, "second.json"), DateTime.UtcNow.AddHours(-1));
        System.IO.File.CreateSymbolicLink(File, "first.json");
        var prices = Open(null);
        Assert.Equal(1m, PromptPrice(prices));

        System.IO.File.Delete(File);
        System.IO.File.CreateSymbolicLink(File, "second.json");

        Assert.Equal(2m, PromptPrice(prices));
    }

    [Fact]
    public async Task Callers_side_by_side_see_the_old_price_or_the_new_one()
    {
        var prices = Open("1.00");
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, 8).Select(async _ =>
        {
            await start.Task;
            return Enumerable.Range(0, 200).Select(_ => PromptPrice(prices)).ToList();
        }).ToArray();

        start.SetResult();
        Write("2.00");
        var seen = (await Task.WhenAll(callers)).SelectMany(one => one).Distinct();

        Assert.All(seen, price => Assert.Contains(price, (decimal[])[1m, 2m]));
        Assert.Equal(2m, PromptPrice(prices));
    }

    private static decimal PromptPrice(PriceFile prices) => prices.TryGetPrice("p", "m", out var price) ? price.Cost(1_000_000, 0) : -1;

    private PriceFile Open(string? price)
    {
        if (price is not null)
        {
            Write(price);
        }

        return new PriceFile(File, LoggerFactory.Create(logging => logging.AddProvider(_logs)).CreateLogger<PriceFile>());
    }

    // As careful editors do it: complete, and then in place of the old one.
    private void Write(string price, string name = "prices.json")
    {
        var draft = Path.Combine(_folder, "draft");
        System.IO.File.WriteAllText(draft, $$"""
            { "date": "2026-10-31", "prices": [ { "provider": "p", "model": "m", "prompt_per_million": {{price}}, "completion_per_million": 0 } ] }
            """);
        System.IO.File.Move(draft, Path.Combine(_folder, name), overwrite: true);
    }
}
