using System.Collections;
using System.Text;
using ManifestHost.Expressions;
using ManifestHost.Processes;

namespace ManifestHost.Tests.Running;

public class OutputPumpTests
{
    [Fact]
    public async Task Output_arrives_whole_with_error_output_among_it() =>
        Assert.Equal("one\ntwo\nthree\n", await OutputOfAsync("echo one; echo two >&2; printf three"));

    [Fact]
    public async Task A_character_that_arrives_in_pieces_arrives_whole() =>
        Assert.Equal("é\n", await OutputOfAsync(@"printf '\303'; printf '\251\n'"));

    [Fact]
    public async Task A_line_without_end_is_cut_into_pieces_but_no_secret_with_it()
    {
        // The secret lies across every place where a line of 32 Ki characters could be cut.
        var output = await OutputOfAsync(
            """x=opensesame; i=0; while [ $i -lt 14 ]; do x="$x$x"; i=$((i + 1)); done; printf %s "$x" """, "opensesame");

        Assert.DoesNotContain("opensesame", output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains('\n', output[..^1]);
        Assert.Equal(1 << 14, output.Replace("\n", "", StringComparison.Ordinal).Split("***").Length - 1);
    }

    private static async Task<string> OutputOfAsync(string script, string? secret = null)
    {
        var secrets = new SecretRegistry();
        if (secret is not null)
        {
            secrets.Add(secret);
        }

        var written = new StringBuilder();
        using var pump = new OutputPump(secrets.Redact, () => secrets.LongestLength, text => written.Append(text));
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
        var child = ChildProcess.Start(new SpawnRequest("/bin/sh", ["-c", script], environment, "/") { Output = pump.ChildEnd });
        pump.Start();
        await pump.Ended;
        Assert.Equal(0, (await child.Exited).Code);
        return written.ToString();
    }
}
