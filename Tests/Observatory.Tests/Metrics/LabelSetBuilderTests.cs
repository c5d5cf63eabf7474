using System.Text;
using Observatory.Metrics.Model;
using Observatory.Metrics.Store;

namespace Tta.Observatory.Tests.Metrics;

public class LabelSetBuilderTests
{
    private readonly LabelSetBuilder _labels = new(new MetricsOptions { MaxLabels = 4, MaxLabelValueBytes = 10 });

    [Fact]
    public void Labels_are_sorted_so_that_the_order_of_attributes_does_not_matter()
    {
        Assert.Equal("a=\"1\",b=\"2\"", Render(("b", "2"), ("a", "1")));
        Assert.Equal("a=\"1\",b=\"2\"", Render(("a", "1"), ("b", "2")));
    }

    [Theory]
    [InlineData("http.route", "http_route")]
    [InlineData("a..b", "a_b")]
    [InlineData("1st", "key_1st")]
    [InlineData("_x", "_x")]
    [InlineData("__name__", "_name_")]
    [InlineData("größe", "gr_e")]
    [InlineData("job", "exported_job")]
    [InlineData("instance", "exported_instance")]
    [InlineData("le", "exported_le")]
    [InlineData("quantile", "exported_quantile")]
    [InlineData("otel.scope.name", "exported_otel_scope_name")]
    public void A_key_becomes_a_legal_and_unreserved_name(string key, string expected) => Assert.Equal($"{expected}=\"v\"", Render((key, "v")));

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    public void A_key_without_a_usable_character_is_left_out(string key) => Assert.Equal("a=\"1\"", Render((key, "v"), ("a", "1")));

    [Fact]
    public void Keys_that_become_one_name_are_joined_in_order_of_the_keys() => Assert.Equal("a_b=\"1;2\"", Render(("a_b", "2"), ("a.b", "1")));

    [Fact]
    public void Of_a_key_given_twice_the_last_value_counts() => Assert.Equal("a=\"2\"", Render(("a", "1"), ("a", "2")));

    [Fact]
    public void An_empty_value_is_no_label() => Assert.Equal("b=\"1\"", Render(("a", ""), ("b", "1")));

    [Fact]
    public void Values_are_escaped() => Assert.Equal("a=\"x\\\\y\\\"z\\n\uFFFD\"", Render(("a", "x\\y\"z\n\0")));

    [Fact]
    public void Invalid_utf8_is_replaced()
    {
        _labels.Add("a"u8, [0x66, 0xFF]);
        Assert.Equal("a=\"f\uFFFD\"", Encoding.UTF8.GetString(_labels.Render()));
    }

    [Fact]
    public void Too_many_labels_are_refused()
    {
        Render(("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"), ("e", "1"));
        Assert.Equal("a point has more than 4 labels", _labels.Refusal);
    }

    [Fact]
    public void A_value_that_is_too_long_is_refused_by_the_name_of_its_label()
    {
        Render(("http.url", "12345678901"));
        Assert.Equal("the value of label 'http_url' is longer than 10 bytes", _labels.Refusal);
    }

    [Fact]
    public void Cut_to_fit_shortens_between_characters()
    {
        _labels.CutToFit = true;
        Assert.Equal("a=\"ééééé\"", Render(("a", "éééééé")));
        Assert.Equal("a=\"xéééé\"", Render(("a", "xéééééé")));
        Assert.Null(_labels.Refusal);
    }

    [Fact]
    public void The_base_stays_from_point_to_point_in_whatever_order_it_was_rendered()
    {
        _labels.AddOwn(default, "job"u8, "shop"u8);
        _labels.SetBase();
        _labels.Add("a"u8, "1"u8);
        Assert.Equal("a=\"1\",job=\"shop\"", Encoding.UTF8.GetString(_labels.Render()));
        _labels.Rewind();
        _labels.Add("b"u8, "2"u8);
        Assert.Equal("b=\"2\",job=\"shop\"", Encoding.UTF8.GetString(_labels.Render()));
    }

    private string Render(params (string Key, string Value)[] labels)
    {
        _labels.Clear();
        foreach (var (key, value) in labels)
        {
            _labels.Add(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        }

        return Encoding.UTF8.GetString(_labels.Render());
    }
}
