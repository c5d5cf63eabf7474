using System.Diagnostics;
using System.Globalization;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Exceptions' messages may hold prompts.</summary>
public sealed class SensitiveDataTests
{
    private static readonly LambdaPrimitive<string, int> Parse = new("parse", text => int.Parse(text, CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_failed_span_tells_where_and_what_kind_and_not_the_message()
    {
        using var telemetry = new Telemetry();
        await FailAsync();
        string[] texts = [.. telemetry.Spans.SelectMany(Texts)];
        Assert.DoesNotContain(texts, text => text.Contains("my secret prompt", StringComparison.Ordinal));
        Assert.All(telemetry.Spans, span => Assert.Equal("System.FormatException", span.StatusDescription));
        Activity failed = telemetry.Span("primitive.lambda.execute");
        string trace = Assert.IsType<string>(Assert.Single(failed.Events).Tags.Single(tag => tag.Key == "exception.stacktrace").Value);
        Assert.StartsWith("System.FormatException\n", trace, StringComparison.Ordinal);
        Assert.Contains("Parse", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inner_exceptions_are_told_by_type_too()
    {
        using var telemetry = new Telemetry();
        var wraps = new LambdaPrimitive<int, int>(
            "wraps", _ => throw new InvalidOperationException("my secret prompt", new IOException("my secret prompt")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => wraps.ExecuteAsync(1, Make.Context()).AsTask());
        string text = string.Join('\n', telemetry.Spans.SelectMany(Texts));
        Assert.Contains("\n ---> System.IO.IOException", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_switches_it_on_gets_the_message()
    {
        Assert.False(SensitiveData.IsRecorded);
        SensitiveData.IsRecorded = true;
        try
        {
            using var telemetry = new Telemetry();
            await FailAsync();
            Assert.All(telemetry.Spans, span =>
            {
                Assert.Contains("my secret prompt", span.StatusDescription, StringComparison.Ordinal);
                Assert.Contains(Assert.Single(span.Events).Tags, tag => tag.Key == "exception.message");
            });
        }
        finally
        {
            SensitiveData.IsRecorded = false;
        }
    }

    private static async Task FailAsync() => await Assert.ThrowsAsync<FormatException>(
        () => WorkflowExecution.RunAsync(Make.Context(), (c, stop) => Parse.ExecuteAsync("my secret prompt", c, stop)));

    private static IEnumerable<string> Texts(Activity span) => span.TagObjects
        .Concat(span.Events.SelectMany(e => e.Tags))
        .Select(tag => tag.Value as string ?? "")
        .Append(span.StatusDescription ?? "");
}
