using Tta.DemoWorkers.AgentOrchestrator.Corpus;
using Tta.DemoWorkers.AgentOrchestrator.Traffic;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.WorkflowEngine.Workflows;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

public sealed class TrafficPlanTests
{
    private static readonly IReadOnlyList<CorpusEntry> Corpus = CorpusFile.Load(Path.Combine(AppContext.BaseDirectory, "corpus.jsonl"));

    [Fact]
    public void Ranks_follow_Zipfs_law()
    {
        const int Ranks = 100;
        const int Draws = 200_000;
        var zipf = new ZipfDistribution(Ranks, 1.0);
        var random = new DeterministicRandom(3);
        var counts = new int[Ranks];
        for (var i = 0; i < Draws; i++)
        {
            counts[zipf.Sample(random.NextDouble())]++;
        }

        var harmonic = Enumerable.Range(1, Ranks).Sum(k => 1.0 / k);
        foreach (var rank in (int[])[1, 2, 5, 10, 50])
        {
            Assert.Equal(1 / (rank * harmonic), counts[rank - 1] / (double)Draws, 0.003);
        }

        Assert.Equal(0, zipf.Sample(0));
        Assert.Equal(Ranks - 1, zipf.Sample(1 - 1e-12));
    }

    [Fact]
    public void The_same_seed_plans_the_same_workflows_and_times()
    {
        var first = new TrafficPlan(Corpus, 7);
        var second = new TrafficPlan(Corpus, 7);
        var other = new TrafficPlan(Corpus, 8);

        var sequence = Enumerable.Range(0, 200).Select(_ => (first.Next(), first.NextGap(4))).ToArray();
        Assert.Equal(sequence, Enumerable.Range(0, 200).Select(_ => (second.Next(), second.NextGap(4))).ToArray());
        Assert.NotEqual(sequence, Enumerable.Range(0, 200).Select(_ => (other.Next(), other.NextGap(4))).ToArray());
    }

    [Fact]
    public void Arrivals_keep_the_rate_on_average()
    {
        var plan = new TrafficPlan(Corpus, 7);

        Assert.Equal(2500, Enumerable.Range(0, 10_000).Sum(_ => plan.NextGap(4).TotalSeconds), 75.0);
    }

    [Fact]
    public void The_default_run_shows_every_kind_a_failure_and_a_repetition_within_half_a_minute()
    {
        var settings = new DemoSettings();
        var plan = new TrafficPlan(Corpus, settings.Seed);
        var seen = Enumerable.Range(0, 80).Select(_ => plan.Next().Entry).ToArray();

        Assert.Equal(WorkflowCatalog.Kinds.Order(), seen.Select(entry => entry.Kind).Distinct().Order());
        Assert.Contains(seen, entry => entry.Prompt.Length < 12 || (entry.Kind == "research_summary" && !entry.Prompt.Contains('?', StringComparison.Ordinal)));
        Assert.True(seen.Distinct().Count() < seen.Length - 10);
    }
}
