using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class ValidationTests
{
    private static readonly ValidationPrimitive<string> Prompt = new(
        [
            new("not_empty", s => s.Length > 0, "The prompt is empty."),
            new("short", s => s.Length <= 5, "The prompt is too long."),
            new("no_digits", s => !s.Any(char.IsDigit), "The prompt has digits."),
        ],
        "prompt");

    [Fact]
    public async Task A_value_that_breaks_no_rule_passes_unchanged() =>
        Assert.Equal("hello", await Prompt.ExecuteAsync("hello", Make.Context()));

    [Fact]
    public async Task Every_violation_is_listed()
    {
        WorkflowValidationException thrown = await Assert.ThrowsAsync<WorkflowValidationException>(
            () => Prompt.ExecuteAsync("secret 42", Make.Context()).AsTask());
        Assert.Equal(["The prompt is too long.", "The prompt has digits."], thrown.Violations);
        Assert.Contains("'prompt'", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_rules_it_is_an_ArgumentException() =>
        Assert.Throws<ArgumentException>(() => new ValidationPrimitive<int>([]));
}
