using FsCheck;
using FsCheck.Fluent;
using Observatory.Charts.Graphs;

namespace Tta.Observatory.Tests.Charts;

public sealed class GraphLayoutTests
{
    [Fact]
    public void Edges_lead_to_the_right()
    {
        var layout = GraphLayout.Of(5, [(0, 1), (1, 2), (0, 2), (2, 3), (4, 3)]);

        Assert.Equal([0, 1, 2, 3, 2], layout.Layer.Take(5));
        Assert.Single(layout.Bends(2));
    }

    [Fact]
    public void A_cycle_is_broken_where_it_closes()
    {
        var layout = GraphLayout.Of(3, [(0, 1), (1, 2), (2, 0), (1, 1)]);

        Assert.Equal([0, 1, 2], layout.Layer.Take(3));
    }

    [Fact]
    public void Edges_do_not_cross_where_they_need_not()
    {
        // Each of ten sources leads to one target; listed so that as many as possible cross at first.
        var layout = GraphLayout.Of(20, Enumerable.Range(0, 10).Select(i => (i, 19 - i)));

        Assert.Equal(0, layout.Crossings());
    }

    [Fact]
    public void An_edge_over_several_layers_passes_a_place_in_each()
    {
        var layout = GraphLayout.Of(4, [(0, 1), (1, 2), (2, 3), (0, 3)]);

        Assert.Equal([1, 2], layout.Bends(3).Select(b => layout.Layer[b]));
    }

    [Fact]
    public void Any_graph_is_laid_out_without_overlap_and_always_alike() => Prop.ForAll<(byte, byte)[]>(pairs =>
    {
        const int Nodes = 40;
        var edges = pairs.Select(p => (p.Item1 % Nodes, p.Item2 % Nodes)).ToList();

        var layout = GraphLayout.Of(Nodes, edges);

        Assert.Equal(layout.Height, GraphLayout.Of(Nodes, edges).Height);
        foreach (var layer in layout.Layers)
        {
            var nodes = layer.Where(p => p < Nodes).Select(p => layout.Height[p]).ToList();
            Assert.All(nodes.Zip(nodes.Skip(1)), pair => Assert.True(pair.Second - pair.First > 0.999));
        }

        for (var e = 0; e < edges.Count; e++)
        {
            var path = layout.Bends(e).Prepend(edges[e].Item1).Append(edges[e].Item2).Select(p => layout.Layer[p]).ToList();
            Assert.All(path.Zip(path.Skip(1)), step => Assert.True(edges[e].Item1 == edges[e].Item2 || Math.Abs(step.First - step.Second) == 1));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_largest_graph_is_drawn_whole_and_says_what_it_left_out()
    {
        var random = new System.Random(1);
        var nodes = Enumerable.Range(0, 1000).Select(i => new GraphNode($"n{i}")).ToList();
        var edges = Enumerable.Range(0, 20_000).Select(_ => new GraphEdge($"n{random.Next(1000)}", $"n{random.Next(1000)}") { Main = "1" }).Append(new("n0", "nobody")).ToList();

        var markup = Markup.Of(new NodeGraph { Nodes = nodes, Edges = edges });

        markup.AssertSound();
        Assert.Equal(NodeGraph.MostNodes, markup.Elements("g", "node").Count());
        Assert.Equal(NodeGraph.MostEdges, markup.Elements("g", "edge").Count());
        Assert.Contains("300 of 1000 nodes", markup.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_and_edges_say_their_names_and_numbers()
    {
        var markup = Markup.Of(new NodeGraph
        {
            Nodes = [new("a") { Title = "front", Subtitle = "web", Main = "12/s", Links = [new("/map?a", "front")] }, new("b"), new("b")],
            Edges = [new("a", "b") { Main = "3/s", Thickness = double.NaN }, new("b", "b"), new("b", "gone")],
        });

        markup.AssertSound();
        Assert.Equal(["front, web, 12/s", "b"], markup.Elements("g", "node").Select(e => (string)e.Attribute("aria-label")!));
        Assert.Equal(2, markup.Elements("g", "edge").Count());
        Assert.Contains(markup.Elements("a"), a => (string)a.Attribute("href")! == "/map?a");
    }

    [Fact]
    public void No_line_runs_through_a_number()
    {
        var markup = Markup.Of(new NodeGraph
        {
            Nodes = [new("a"), new("b"), new("c")],
            Edges = [new("a", "b") { Main = "1/s" }, new("a", "c") { Main = "2/s" }, new("b", "c")],
        });

        // What comes later is painted over what came before.
        var parts = markup.Elements("g").SelectMany(Markup.Classes).Where(c => c is "edge" or "edge-label").ToList();
        Assert.Equal(["edge", "edge", "edge", "edge-label", "edge-label"], parts);
    }

    [Theory]
    [InlineData("0.58 ops/s", "", "0.58", "ops/s")]
    [InlineData("12 ms", "", "12 ms", "")]
    [InlineData("0.58 ops/s", "12 ms", "0.58 ops/s", "12 ms")]
    public void A_wide_number_has_its_unit_below_it(string main, string secondary, string first, string second)
    {
        var node = Markup.Of(new NodeGraph { Nodes = [new("a") { Main = main, Secondary = secondary }] });

        Assert.Equal(first, Assert.Single(node.Elements("text", "main")).Value);
        Assert.Equal(second, string.Concat(node.Elements("text", "second").Select(t => t.Value)));
    }
}
