using System.Globalization;
using System.IO.Pipes;
using System.Text;

namespace ManifestHost.Processes;

/// <summary>
/// A small shell process that outlives the host: it reads the running process groups from a pipe, and when the pipe ends,
/// however the host died, it stops them. So not even <c>kill -9</c> of the host leaves an orphan.
/// </summary>
/// <remarks>
/// The kernel's parent-death signal would not do: it is sent when the forking <em>thread</em> ends, and it does not reach grandchildren.
/// </remarks>
internal sealed class Watchdog : IAsyncDisposable
{
    // $1: the mark of the run. Lines: "+group" and "-group".
    private const string Script =
        """
        mark=$1
        groups=
        while IFS= read -r line; do
            case $line in
            +*) groups="$groups ${line#+}" ;;
            -*) rest=
                for group in $groups; do [ "$group" = "${line#-}" ] || rest="$rest $group"; done
                groups=$rest ;;
            esac
        done
        marked() {
            grep -lasF -e "$mark" /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r _ _ pid _; do echo "$pid"; done
        }
        signal_all() {
            for group in $groups; do kill -s "$1" -- "-$group" 2>/dev/null; done
            for pid in $(marked); do kill -s "$1" "$pid" 2>/dev/null; done
        }
        alive() {
            for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && return 0; done
            [ -n "$(marked)" ]
        }
        alive || exit 0
        signal_all TERM
        tries=0
        while alive && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
        tries=0
        while alive && [ $tries -lt 50 ]; do signal_all KILL; sleep 0.1; tries=$((tries + 1)); done
        """;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _groups = [];
    private readonly string _runId;
    private ChildProcess _shell;
    private AnonymousPipeServerStream _pipe;
    private bool _disposed;

    public Watchdog(string runId)
    {
        _runId = runId;
        (_shell, _pipe) = Start();
        _ = RestartWhenKilledAsync();
    }

    /// <summary>Puts a process group under its watch.</summary>
    public void Add(int group)
    {
        lock (_gate)
        {
            _groups.Add(group);
            Write('+', group);
        }
    }

    /// <summary>Takes a process group that has ended from its watch, before the id is used again.</summary>
    public void Remove(int group)
    {
        lock (_gate)
        {
            _groups.Remove(group);
            Write('-', group);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _pipe.Dispose();
        }

        await _shell.Exited.ConfigureAwait(false);
    }

    private (ChildProcess Shell, AnonymousPipeServerStream Pipe) Start()
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" };
        var mark = $"{ProcessTree.MarkVariable}={_runId}:";
        var request = new SpawnRequest("/bin/sh", ["-c", Script, "manifesthost-watchdog", mark], environment, "/")
        {
            Input = pipe.ClientSafePipeHandle,
        };
        var shell = ChildProcess.Start(request);
        pipe.DisposeLocalCopyOfClientHandle();
        return (shell, pipe);
    }

    private async Task RestartWhenKilledAsync()
    {
        while (true)
        {
            await _shell.Exited.ConfigureAwait(false);
            lock (_gate)
            {
                if (_disposed)
                {
                    return;
                }

                _pipe.Dispose();
                (_shell, _pipe) = Start();
                foreach (var group in _groups)
                {
                    Write('+', group);
                }
            }
        }
    }

    private void Write(char verb, int group)
    {
        try
        {
            _pipe.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{verb}{group}\n")));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The shell was killed: its successor is told everything.
        }
    }
}
