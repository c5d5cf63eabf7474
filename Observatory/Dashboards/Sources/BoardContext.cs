using System.Collections.Concurrent;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Times;
using Observatory.Dashboards.Variables;
using Observatory.Prometheus;

namespace Observatory.Dashboards.Sources;

/// <summary>What all panels of one page share: the board, its time and variables, and answers already asked for.</summary>
internal sealed class BoardContext(Dashboard board, DashboardTime time, DateTimeOffset now, IReadOnlyList<BoardVariable> variables)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PrometheusResult>>> _answers = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<List<PrometheusExemplar>>>> _exemplars = new();

    /// <summary>The board.</summary>
    public Dashboard Board => board;

    /// <summary>The page's time.</summary>
    public DashboardTime Time => time;

    /// <summary>When the page was asked for.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The variables.</summary>
    public IReadOnlyList<BoardVariable> Variables => variables;

    /// <summary>What the variables of the board stand for.</summary>
    public Scope Scope { get; } = Scope.Empty
        .With(variables.ToDictionary(v => v.Definition.Name, v => v.Value))
        .With((name, path) => name switch
        {
            "__dashboard" => VariableValue.Of(path == ".uid" ? board.Uid : board.Title),
            "__all_variables" => new([]) { Address = string.Join('&', variables.Select(v => v.Parameter)) },
            _ => null,
        });

    /// <summary>Asks once, whoever else asks the same.</summary>
    public Task<PrometheusResult> OnceAsync(string key, Func<Task<PrometheusResult>> ask) => _answers.GetOrAdd(key, _ => new(ask)).Value;

    /// <summary>Asks once, whoever else asks the same.</summary>
    public Task<List<PrometheusExemplar>> OnceAsync(string key, Func<Task<List<PrometheusExemplar>>> ask) => _exemplars.GetOrAdd(key, _ => new(ask)).Value;
}
