using System.Text.RegularExpressions;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Times;
using Observatory.Prometheus;

namespace Observatory.Dashboards.Variables;

/// <summary>Finds out what each variable of a board can be and is. Those that depend on others come after them; the others are asked for at once.</summary>
internal sealed partial class VariableResolver(PrometheusClient prometheus, Dashboard board, IQueryCollection address, DashboardTime time)
{
    private const int MaxChosen = 200;
    private const int MaxLength = 2_000;
    private readonly Dictionary<string, BoardVariable> _found = [];

    /// <summary>Resolves all, in the order of the board.</summary>
    public async Task<IReadOnlyList<BoardVariable>> ResolveAsync(CancellationToken cancellation)
    {
        var waiting = board.Variables.DistinctBy(v => v.Name).ToList();
        while (waiting.Count > 0)
        {
            var names = waiting.Select(v => v.Name).ToHashSet();
            var ready = waiting.Where(v => !DependsOn(v).Any(n => n != v.Name && names.Contains(n))).ToList();
            // A circle: as good as any order.
            ready = ready.Count > 0 ? ready : waiting;
            var resolved = await Task.WhenAll(ready.Select(v => ResolveAsync(v, cancellation))).ConfigureAwait(false);
            foreach (var variable in resolved)
            {
                _found[variable.Definition.Name] = variable;
            }

            waiting = [.. waiting.Except(ready)];
        }

        return [.. board.Variables.DistinctBy(v => v.Name).Select(v => _found[v.Name])];
    }

    private static IEnumerable<string> DependsOn(DashboardVariable variable) => Scope.Names(variable.Query).Concat(Scope.Names(variable.Source.Uid ?? "")).Concat(Scope.Names(variable.Regex));

    private async Task<BoardVariable> ResolveAsync(DashboardVariable variable, CancellationToken cancellation)
    {
        var (options, error) = await OptionsAsync(variable, cancellation).ConfigureAwait(false);
        return new(variable, options, Select(variable, options), error);
    }

    private async Task<(IReadOnlyList<VariableOption> Options, string? Error)> OptionsAsync(DashboardVariable variable, CancellationToken cancellation)
    {
        switch (variable.Type)
        {
            case "query":
                return await QueryAsync(variable, cancellation).ConfigureAwait(false);
            case "custom":
            case "interval":
                return ([.. Separator().Split(variable.Query).Select(Custom).Where(o => o.Value.Length > 0).Take(VariableQuery.MaxValues)], null);
            case "constant":
                return ([new(variable.Query, variable.Query)], null);
            case "textbox":
                return ([], null);
            case "datasource":
                return ([.. variable.Current.Select(c => new VariableOption(c, c)).DefaultIfEmpty(new(variable.Source.Type ?? "", variable.Source.Type ?? ""))], null);
            default:
                return (variable.Options, $"A variable of type {variable.Type} is not known here");
        }
    }

    private async Task<(IReadOnlyList<VariableOption>, string?)> QueryAsync(DashboardVariable variable, CancellationToken cancellation)
    {
        var scope = Scope.Empty.With(time).With(_found.ToDictionary(f => f.Key, f => f.Value.Value));
        if (variable.Source.Of(scope.Fill(variable.Source.Uid ?? "")) is var source && source != "prometheus")
        {
            return (variable.Options, $"A data source of type {source} is not asked for variables here");
        }

        try
        {
            var values = await VariableQuery.AskAsync(prometheus, scope.Fill(variable.Query, "promql"), time, cancellation).ConfigureAwait(false);
            return (VariableQuery.Shape(values, scope.Fill(variable.Regex, "regex"), variable.Sort), null);
        }
        catch (Exception e) when (e is PrometheusException or RegexMatchTimeoutException)
        {
            return ([], e.Message);
        }
        catch (OperationCanceledException)
        {
            return ([], "The values did not come in time");
        }
    }

    private IReadOnlyList<string> Select(DashboardVariable variable, IReadOnlyList<VariableOption> options)
    {
        if (variable.Type == "constant")
        {
            return [variable.Query];
        }

        if (address.TryGetValue($"var-{variable.Name}", out var given))
        {
            var chosen = given.Select(g => g ?? "").Where(g => g.Length <= MaxLength).Distinct().Take(MaxChosen).ToList();
            // A form sends an empty value along, so that no tick at all is a choice as well.
            chosen = chosen.Count > 1 ? chosen.FindAll(c => c.Length > 0) : chosen;
            if (variable.IncludesAll && (chosen.Contains(BoardVariable.All) || chosen is ["All"] || chosen is [""] or []))
            {
                return [BoardVariable.All];
            }

            return variable.IsMulti || chosen.Count <= 1 ? chosen : chosen[..1];
        }

        var current = variable.Current.Count > 0 || variable.Type != "textbox" ? variable.Current : [variable.Query];
        var isKnown = current.Count > 0 && (variable.Type is "textbox" or "datasource" || current.All(c => (c == BoardVariable.All && variable.IncludesAll) || options.Count == 0 || options.Any(o => o.Value == c)));
        return isKnown ? current : variable.IncludesAll ? [BoardVariable.All] : options.Count > 0 ? [options[0].Value] : [.. current.Take(1)];
    }

    // "name : value", where a comma within is written \,.
    private static VariableOption Custom(string text)
    {
        var item = text.Trim().Replace("\\,", ",", StringComparison.Ordinal);
        var colon = item.IndexOf(" : ", StringComparison.Ordinal);
        return colon > 0 ? new(item[..colon].Trim(), item[(colon + 3)..].Trim()) : new(item, item);
    }

    [GeneratedRegex("""(?<!\\),""")]
    private static partial Regex Separator();
}
