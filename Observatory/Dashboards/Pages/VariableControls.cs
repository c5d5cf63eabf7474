using Observatory.Dashboards.Variables;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>The controls of a board's variables.</summary>
internal static class VariableControls
{
    private const int MaxShown = 3;

    /// <summary>Adds a control for each variable that has one. Belongs into the form of the board's controls.</summary>
    public static void Add(HtmlWriter page, IReadOnlyList<BoardVariable> variables, BoardAddress address)
    {
        foreach (var variable in variables)
        {
            // With one source of a kind there is nothing to choose.
            if (variable.Definition.IsHidden || (variable.Definition.Type == "datasource" && variable.Options.Count < 2))
            {
                foreach (var (name, value) in address.Parameters.Where(p => p.Key == $"var-{variable.Definition.Name}"))
                {
                    page.Add($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
                }
            }
            else
            {
                AddOne(page, variable, address);
            }
        }
    }

    private static void AddOne(HtmlWriter page, BoardVariable variable, BoardAddress address)
    {
        var definition = variable.Definition;
        var name = $"var-{definition.Name}";
        if (definition.Type == "textbox")
        {
            page.Add($"<label class=\"variable\" title=\"{definition.Description}\">{definition.Label} <input name=\"{name}\" value=\"{(variable.Selected.Count > 0 ? variable.Selected[0] : "")}\" maxlength=\"2000\"></label>");
        }
        else if (definition.IsMulti)
        {
            AddBoxes(page, variable, name, address);
        }
        else
        {
            page.Add($"<label class=\"variable\" title=\"{definition.Description}\">{definition.Label} <select name=\"{name}\">");
            if (definition.IncludesAll)
            {
                page.AddOption(BoardVariable.All, "All", variable.IsAll);
            }

            foreach (var selected in variable.Selected.Where(s => !variable.IsAll && variable.Options.All(o => o.Value != s)))
            {
                page.AddOption(selected, selected, true);
            }

            foreach (var option in variable.Options)
            {
                page.AddOption(option.Value, option.Text, !variable.IsAll && variable.Selected.Contains(option.Value));
            }

            page.Add($"</select></label>");
        }

        if (variable.Error is { } error)
        {
            page.Add($"<p class=\"error variable-error\">{definition.Label}: {error}</p>");
        }
    }

    // Boxes without a tick mean all values; the empty field says that the choice was made, even when no box is ticked.
    private static void AddBoxes(HtmlWriter page, BoardVariable variable, string name, BoardAddress address)
    {
        var definition = variable.Definition;
        var chosen = variable.IsAll ? [] : variable.Selected.Where(s => s.Length > 0).ToHashSet();
        var shown = variable.IsAll ? "All" : string.Join(" + ", chosen.Take(MaxShown)) + (chosen.Count > MaxShown ? $" + {chosen.Count - MaxShown}" : "");
        page.Add($"<div class=\"variable\" title=\"{definition.Description}\"><span class=\"variable-name\">{definition.Label}</span><details class=\"drop\"><summary class=\"button\"><span class=\"hidden\">{definition.Label}: </span><span class=\"variable-value\">{shown}</span></summary>");
        page.Add($"<fieldset class=\"drop-body boxes\"><legend class=\"hidden\">{definition.Label}</legend><input type=\"hidden\" name=\"{name}\" value=\"\">");
        if (definition.IncludesAll)
        {
            page.Add($"<a class=\"box-all\" href=\"{address.With(name, BoardVariable.All)}\">All</a>");
        }

        foreach (var option in variable.Options.Concat(chosen.Where(c => variable.Options.All(o => o.Value != c)).Select(c => new Model.VariableOption(c, c))))
        {
            page.Add($"<label class=\"inline\"><input type=\"checkbox\" name=\"{name}\" value=\"{option.Value}\"{new HtmlFlag("checked", chosen.Contains(option.Value))}> {option.Text}</label>");
        }

        page.Add($"<button>Apply</button></fieldset></details></div>");
    }
}
