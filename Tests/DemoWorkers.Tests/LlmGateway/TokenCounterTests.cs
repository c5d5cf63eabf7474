using Tta.DemoWorkers.LlmGateway.Simulation;

namespace Tta.DemoWorkers.Tests.LlmGateway;

public sealed class TokenCounterTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("hello", 1)]
    [InlineData("hello, world!", 4)]
    [InlineData("extraordinarily", 3)]
    [InlineData("1234567", 3)]
    [InlineData("  \n ", 0)]
    public void Words_numbers_and_marks_are_counted(string text, int tokens) => Assert.Equal(tokens, TokenCounter.Count(text));

    [Theory]
    [InlineData("one two three four", 2, "one two")]
    [InlineData("one two", 5, "one two")]
    [InlineData("extraordinarily", 2, "")]
    public void A_beginning_has_no_more_tokens_than_asked_for(string text, int max, string expected) =>
        Assert.Equal(expected, TokenCounter.Take(text, max));
}
