using Tta.DemoWorkers.AgentOrchestrator.Corpus;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

public sealed class CorpusFileTests : IDisposable
{
    private const string Good = """{"id":"a","kind":"code_review","prompt":"Look."}""";
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_shipped_corpus_is_large_varied_and_without_repetition()
    {
        var corpus = CorpusFile.Load(Path.Combine(AppContext.BaseDirectory, "corpus.jsonl"));

        Assert.True(corpus.Count >= 500);
        Assert.Equal(corpus.Count, corpus.Select(entry => entry.Prompt).Distinct().Count());
        var kinds = corpus.CountBy(entry => entry.Kind).ToDictionary();
        Assert.True(kinds.Count >= 4);
        Assert.All(kinds, kind => Assert.True(kind.Value >= 90, kind.Key));
    }

    [Theory]
    [InlineData("{\"id\":\"b\",\"kind\":", "not a JSON object")]
    [InlineData("{\"id\":\"b\",\"kind\":\"code_review\"}", "are needed")]
    [InlineData("{\"id\":\"b\",\"kind\":\"Code Review\",\"prompt\":\"x\"}", "small letters")]
    [InlineData(Good, "used twice")]
    public void A_bad_line_is_named_with_file_line_and_what_to_do(string line, string said)
    {
        File.WriteAllLines(_path, [Good, "", line]);

        var error = Assert.Throws<InvalidConfigurationException>(() => CorpusFile.Load(_path));

        Assert.StartsWith($"Corpus '{_path}', line 3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("Demo__CorpusFile", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_or_empty_file_is_named()
    {
        Assert.Contains("no-such-corpus.jsonl", Assert.Throws<InvalidConfigurationException>(
            () => CorpusFile.Load("no-such-corpus.jsonl")).Message, StringComparison.Ordinal);
        Assert.Contains("no entries", Assert.Throws<InvalidConfigurationException>(
            () => CorpusFile.Load(_path)).Message, StringComparison.Ordinal);
    }
}
