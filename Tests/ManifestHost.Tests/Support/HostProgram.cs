using System.Diagnostics;
using System.Text;

namespace ManifestHost.Tests.Support;

/// <summary>The console program, run as a user runs it.</summary>
internal sealed class HostProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private HostProgram(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private static string Assembly => typeof(LocalStack).Assembly.Location;

    public static HostProgram Start(params string[] arguments) => new("dotnet", [Assembly, .. arguments]);

    /// <summary>Runs it from a shell that has done something before; <c>"$@"</c> is the program.</summary>
    public static HostProgram StartFromShell(string script, params string[] arguments) =>
        new("sh", ["-c", script, "sh", "dotnet", Assembly, .. arguments]);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return (await program.ExitCodeAsync(), program.Output);
    }

    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
