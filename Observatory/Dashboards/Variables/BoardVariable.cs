using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Variables;

/// <summary>A variable of a page: what can be chosen, and what is.</summary>
/// <param name="Definition">The variable.</param>
/// <param name="Options">What can be chosen, without <em>All</em>.</param>
/// <param name="Selected">What is chosen: values, or <see cref="All"/>.</param>
/// <param name="Error">Why what can be chosen is not known, or null.</param>
internal sealed record BoardVariable(DashboardVariable Definition, IReadOnlyList<VariableOption> Options, IReadOnlyList<string> Selected, string? Error)
{
    /// <summary>How an address names all values.</summary>
    public const string All = "$__all";

    /// <summary>Whether all values are chosen.</summary>
    public bool IsAll => Definition.IncludesAll && Selected is [All];

    /// <summary>What stands for it.</summary>
    public VariableValue Value
    {
        get
        {
            var isList = Definition.IsMulti || Definition.IncludesAll;
            if (!IsAll)
            {
                return new(Selected, isList, null, string.Join(" + ", Selected.Select(s => Options.FirstOrDefault(o => o.Value == s)?.Text ?? s)));
            }

            // Without any value nothing could match; everything is what "all" means.
            return Definition.AllValue is { } all ? new([], isList, all, "All")
                : Options.Count == 0 ? new([], isList, ".*", "All")
                : new([.. Options.Select(o => o.Value)], isList, null, "All");
        }
    }

    /// <summary>Its part of an address.</summary>
    public string Parameter => IsAll ? $"var-{Uri.EscapeDataString(Definition.Name)}={Uri.EscapeDataString(All)}" : TextFormat.QueryParameter(Definition.Name, new(Selected));
}
