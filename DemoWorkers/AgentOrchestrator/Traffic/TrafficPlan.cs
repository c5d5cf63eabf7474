using System.Globalization;
using Tta.DemoWorkers.AgentOrchestrator.Corpus;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>The endless sequence of workflows of a run, and the times between them. The same seed gives the same sequence.</summary>
internal sealed class TrafficPlan
{
    private const double Exponent = 1.0;
    private const int AgentsPerType = 3;
    private const int Sessions = 25;

    private readonly IReadOnlyList<CorpusEntry> _corpus;
    private readonly ZipfDistribution _popularity;
    private readonly DeterministicRandom _tasks;
    private readonly DeterministicRandom _arrivals;
    private readonly string[] _sessions;
    private long _sequence;

    public TrafficPlan(IReadOnlyList<CorpusEntry> corpus, long seed)
    {
        var text = seed.ToString(CultureInfo.InvariantCulture);
        _corpus = corpus;
        _popularity = new ZipfDistribution(corpus.Count, Exponent);
        _tasks = DeterministicRandom.From("tasks", text);
        _arrivals = DeterministicRandom.From("arrivals", text);
        var sessions = DeterministicRandom.From("sessions", text);
        _sessions = [.. Enumerable.Range(0, Sessions).Select(_ => $"session-{(uint)sessions.NextBits():x8}")];
    }

    /// <summary>The next workflow.</summary>
    public PlannedWorkflow Next()
    {
        var entry = _corpus[_popularity.Sample(_tasks.NextDouble())];
        var agent = $"{AgentKind.Of(entry.Kind).AgentType}-{1 + _tasks.Next(AgentsPerType)}";
        return new PlannedWorkflow(++_sequence, entry, agent, _tasks.Pick(_sessions));
    }

    /// <summary>The time until the next arrival: workflows arrive independently of each other, at a rate on average.</summary>
    public TimeSpan NextGap(double perSecond) => TimeSpan.FromSeconds(_arrivals.NextExponential() / perSecond);
}
