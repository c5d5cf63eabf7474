using Observatory.Search;

namespace Tta.Observatory.Tests.Search;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("  ", 0, 0)]
    [InlineData("workflow.name=translation llm.cost_usd>0.01 error.type=~Timeout duration>300ms status=failed", 3, 2)]
    [InlineData("a = 1 && b != \"x y\" && spans >= 10", 2, 1)]
    [InlineData("{a=1 b=2} root{name=run duration<=2s} errors>0", 2, 1)]
    [InlineData("{ service=api && status=error && kind=server }", 1, 0)]
    [InlineData(".duration=5", 1, 0)]
    [InlineData("\"a key\"=5", 1, 0)]
    [InlineData("caller=front", 1, 0)]
    public void What_is_written_is_read(string text, int spans, int traces)
    {
        var read = SearchText.Parse(text);

        Assert.Equal((spans, traces), (read.Spans.Count, read.Traces.Count));
    }

    [Theory]
    [InlineData("Timeout", 8, "compared with nothing")]
    [InlineData("a=1 b", 6, "compared with nothing")]
    [InlineData("a==1", 2, "no such comparison")]
    [InlineData("a=>1", 2, "no such comparison")]
    [InlineData("a=", 3, "a value is missing")]
    [InlineData("a=\"open", 3, "quote is not closed")]
    [InlineData("=1", 1, "no name")]
    [InlineData("{a=1", 1, "brace is not closed")]
    [InlineData("a=1}", 4, "no name")]
    [InlineData("a=1 || b=2", 5, "no 'or'")]
    [InlineData("&& a=1", 1, "between two")]
    [InlineData("a=1 &&", 5, "between two")]
    [InlineData("a=1&&b=2", 3, "put it in quotes")]
    [InlineData("url=x?y=1", 5, "put it in quotes")]
    [InlineData("cost>=much", 1, "'much' is none")]
    [InlineData("cost>NaN", 1, "'NaN' is none")]
    [InlineData("duration>soon", 1, "no duration")]
    [InlineData("duration=~3", 1, "no pattern")]
    [InlineData("status=error", 1, "errors>0")]
    [InlineData("status>failed", 1, "= or !=")]
    [InlineData("{status=failed}", 2, "error, ok or unset")]
    [InlineData("{kind=odd}", 2, "internal, server")]
    [InlineData("name>x", 1, "not larger")]
    [InlineData("caller!=x", 1, "caller")]
    [InlineData("a=~\"(\"", 1, "no pattern that can be looked for")]
    [InlineData("a=~\"(?=x)\"", 1, "no pattern that can be looked for")]
    public void What_can_not_be_read_is_an_error_that_says_where(string text, int character, string why)
    {
        var error = Assert.Throws<FormatException>(() => SearchText.Parse(text));

        Assert.StartsWith($"search, character {character}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_or_too_much_is_an_error()
    {
        Assert.Throws<FormatException>(() => SearchText.Parse(new string('a', SearchText.MaxLength + 1)));
        Assert.Throws<FormatException>(() => SearchText.Parse(string.Concat(Enumerable.Repeat("a=1 ", SearchText.MaxConditions + 1))));
        Assert.Throws<FormatException>(() => SearchText.Parse($"a=~{new string('x', 257)}"));
        Assert.Throws<FormatException>(() => SearchText.Parse("a=~\"((x{1000}){1000}){1000}\""));
    }

    [Theory]
    [InlineData("key", "value")]
    [InlineData("duration", "5")]
    [InlineData("service", "=x")]
    [InlineData("a key", "a \"quoted\" \\ value")]
    [InlineData(".dotted", "")]
    [InlineData("a!b", "x&&y || z")]
    [InlineData("k", "~x")]
    [InlineData("k", "a\tb{c}")]
    [InlineData("a|b&c~d", "http://x/?q=1&r=<2>")]
    public void Any_key_and_value_can_be_written_so_that_they_are_read_as_they_are(string key, string value)
    {
        var read = SearchText.Parse($"{SearchText.QuoteKey(key)}={SearchText.Quote(value)}");

        var filter = Assert.Single(read.Spans);
        Assert.Empty(read.Traces);
        Assert.Null(filter.Service);
        Assert.Equal($"{key} = {value}", Assert.Single(filter.Conditions).ToString());
    }
}
