using System.Text.RegularExpressions;
using Tta.Dashboards.Model;
using Tta.Dashboards.Output;
using Tta.Dashboards.Tests.Reading;
using Tta.Dashboards.Tests.Rules;

namespace Tta.Dashboards.Tests;

public sealed partial class BoardTests
{
    public static TheoryData<string> Names => [.. BoardFile.All.Select(board => board.Name)];

    [Theory]
    [InlineData("00-agent-observability", 14, "10s")]
    [InlineData("01-system-overview", 10, "10s")]
    [InlineData("02-primitive-drilldown", 12, "5s")]
    [InlineData("03-dependencies", 8, "30s")]
    [InlineData("04-errors", 6, "10s")]
    [InlineData("05-cost-efficiency", 5, "1m")]
    [InlineData("06-adaptive", 4, "30s")]
    [InlineData("07-primitives-summary", 8, "10s")]
    [InlineData("08-infrastructure", 8, "30s")]
    [InlineData("09-agents-of-any-framework", 11, "30s")]
    public void A_board_has_its_panels_and_its_pace(string name, int panels, string refresh)
    {
        var board = BoardFile.Named(name);
        Assert.True(board.Panels.Count >= panels, $"{name} has {board.Panels.Count} panels");
        Assert.Equal(refresh, board.Refresh);
    }

    [Fact]
    public void The_boards_together_have_at_least_65_panels() => Assert.True(BoardFile.AllPanels.Count() >= 65);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_board_is_addressed_by_the_name_of_its_file(string name)
    {
        var board = BoardFile.Named(name);
        Assert.Equal(name, board.Uid);
        Assert.True(name.Length <= 40, "Grafana takes at most 40 characters.");
        Assert.Contains("tta", board.Spec["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_lie_on_the_grid_and_on_nobody_else(string name)
    {
        foreach (var section in BoardFile.Named(name).Panels.GroupBy(panel => panel.Section))
        {
            var taken = new Dictionary<(int, int), PanelView>();
            foreach (var panel in section)
            {
                var (x, y, width, height) = panel.Position;
                Assert.True(x >= 0 && y >= 0 && width > 0 && height > 1 && x + width <= 24, $"{panel} is off the grid");
                for (var cell = 0; cell < width * height; cell++)
                {
                    var place = (x + (cell % width), y + (cell / width));
                    Assert.True(taken.TryAdd(place, panel), $"{panel} covers {taken.GetValueOrDefault(place)}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_are_told_apart_by_number_and_title(string name)
    {
        var panels = BoardFile.Named(name).Panels;
        Assert.Equal(panels.Count, panels.Select(panel => panel.Id).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel.Title).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_board_links_to_the_others_and_keeps_time_and_variables(string name)
    {
        var link = Assert.Single(BoardFile.Named(name).Spec["links"]!.AsArray())!;
        Assert.Equal("dashboards", link.Text("type"));
        Assert.Equal("tta", Assert.Single(link["tags"]!.AsArray())!.GetValue<string>());
        Assert.True(link["keepTime"]!.GetValue<bool>() && link["includeVars"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_board_declares_the_variables_that_it_uses_and_uses_those_that_it_declares(string name)
    {
        var board = BoardFile.Named(name);
        var declared = board.Variables.Select(variable => variable.Text("name")).ToHashSet();
        var text = string.Concat(board.Panels.SelectMany(panel => panel.Targets).Select(target => target.Uid + " " + target.Spec.ToJsonString() + " "))
            + string.Concat(board.Panels.Select(panel => panel.FieldConfig.ToJsonString()));
        var used = Reference().Matches(text).Select(match => match.Groups[1].Value).Where(variable => !variable.StartsWith("__", StringComparison.Ordinal)).ToHashSet();

        Assert.Equal(declared.Order(), used.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_is_a_choice_and_every_query_takes_it(string name)
    {
        var board = BoardFile.Named(name);
        foreach (var variable in board.Variables.Where(variable => variable.ContainsKey("sort")))
        {
            Assert.Equal((true, true, ".*"), (variable["includeAll"]!.GetValue<bool>(), variable["multi"]!.GetValue<bool>(), variable.Text("allValue")));
            var reference = $"${variable.Text("name")}";
            Assert.All(board.Panels.SelectMany(panel => panel.Expressions).Where(expression => expression.Contains(reference, StringComparison.Ordinal)), expression =>
                Assert.Equal(Occurrences(expression, reference), Occurrences(expression, $"=~\"{reference}\"")));
        }

        static int Occurrences(string text, string part) => text.Split(part).Length - 1;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Starts_and_alerts_are_marked_on_the_time_axis(string name)
    {
        var expressions = BoardFile.Named(name).AnnotationExpressions;
        Assert.Contains(expressions, expression => expression.Contains("target_info", StringComparison.Ordinal));
        Assert.Contains(expressions, expression => expression.Contains("ALERTS{alertstate=\"firing\"}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_board_has_its_tabs_and_its_twin_the_same_panels_in_rows()
    {
        var tabbed = BoardFile.Named("00-agent-observability");
        var twin = BoardFile.Named("00-agent-observability-classic");

        Assert.True(tabbed.IsTabbed);
        Assert.False(twin.IsTabbed);
        Assert.Equal(["Overview", "Workflows", "Primitives", "Resources"], tabbed.Sections);
        Assert.Equal(tabbed.Sections, twin.Sections);
        Assert.Equal(tabbed.Panels.Select(Content), twin.Panels.Select(Content));

        static string Content(PanelView panel) =>
            $"{panel.Section} {panel.Id} {panel.Title} {panel.Type} {panel.Position.X} {panel.Position.Width} {panel.FieldConfig.ToJsonString()} {panel.Options.ToJsonString()} {string.Join('|', panel.Expressions)}";
    }

    [Fact]
    public void The_panel_that_an_alert_links_to_exists()
    {
        Assert.NotEmpty(RecordedMetrics.AlertLinks);
        Assert.All(RecordedMetrics.AlertLinks, link =>
        {
            var board = BoardFile.Named(BoardOf().Match(link.Url).Groups[1].Value);
            var numbers = PanelOf().Match(link.Url).Groups[1].Value;
            Assert.All(Number().Matches(numbers), number => Assert.Contains(int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture), board.Panels.Select(panel => panel.Id)));
        });
    }

    [Fact]
    public void A_line_that_is_too_wide_is_refused_by_name()
    {
        var line = new Line(4, Panels.Stat("First", "a", "b").Wide(20), Panels.Stat("Second", "a", "b").Wide(5));
        var error = Assert.Throws<InvalidOperationException>(() => Place.Of(new Section("", line), 0).ToList());
        Assert.Contains("'Second' ends at column 25", error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\{?([a-zA-Z_]\w*)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"/d/([\w-]+)")]
    private static partial Regex BoardOf();

    [GeneratedRegex(@"viewPanel=((?:\{\{[^}]*\}\}|\d)+)")]
    private static partial Regex PanelOf();

    [GeneratedRegex(@"(?<![\w.])\d+")]
    private static partial Regex Number();
}
