using System.Text.RegularExpressions;

namespace Tta.Configuration.Tests;

public sealed partial class SecretsTests
{
    // Images, fonts and the like.
    private static readonly string[] BinaryExtensions = [".png", ".jpg", ".gif", ".ico", ".woff", ".woff2", ".gz", ".pb", ".bin"];

    [Fact]
    public void No_tracked_file_holds_a_key_or_a_token() =>
        Assert.All(TextFiles(), file =>
        {
            var match = Secret().Match(Repository.Read(file));
            Assert.False(match.Success, $"{file} holds what looks like a secret, at character {match.Index}.");
        });

    [Fact]
    public void No_configuration_gives_a_password_in_plain_text() =>
        Assert.All(TextFiles().Where(file => Path.GetExtension(file) is ".yml" or ".yaml" or ".json" or ".conf" or ".ini" or ".env"), file =>
        {
            var match = PlainPassword().Match(Repository.Read(file));
            Assert.False(match.Success, $"{file} gives a password: {match.Groups["name"].Value}.");
        });

    [Theory]
    [InlineData("artifacts/build.log")]
    [InlineData(".run/volumes/tta-cache/dump.rdb")]
    [InlineData("AppHost/bin/Release/net10.0/AppHost.dll")]
    public void Git_ignores_what_a_machine_writes(string path) =>
        Assert.Equal(0, Tool.Run("git", "-C", Repository.Root, "check-ignore", "--no-index", "-q", path).ExitCode);

    private static IEnumerable<string> TextFiles() =>
        Committed.Files().Where(file => !BinaryExtensions.Contains(Path.GetExtension(file)) && File.Exists(Repository.PathOf(file)));

    // Private keys, and the tokens of GitHub, AWS, OpenAI, Anthropic, Google and Slack by their fixed beginnings.
    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{36}|\bAKIA[0-9A-Z]{16}\b|\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}|\bAIza[0-9A-Za-z_-]{35}|\bxox[abp]-[0-9A-Za-z-]{10,}")]
    private static partial Regex Secret();

    // name: value or "name": "value", where the value is no expression and no variable.
    [GeneratedRegex(@"^\s*[""']?(?<name>[\w.-]*(?:password|secret|api_?key|token))[""']?\s*[:=]\s*[""']?(?![{$""'\s]|true\b|false\b|null\b)[^\s,""']{6,}", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex PlainPassword();
}
