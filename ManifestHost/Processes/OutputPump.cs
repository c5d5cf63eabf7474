using System.IO.Pipes;
using System.Text;

namespace ManifestHost.Processes;

/// <summary>Carries a child's output, line by line, to where it is kept.</summary>
internal sealed class OutputPump : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int LongestLine = 32 * 1024;
    private const int PumpStack = 256 * 1024;

    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);
    private readonly Func<string, string> _redact;
    private readonly Func<int> _holdBack;
    private readonly Action<string> _write;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates a pump.</summary>
    /// <param name="redact">Masks what must not be kept.</param>
    /// <param name="holdBack">The longest text that <paramref name="redact"/> may look for.</param>
    /// <param name="write">Takes a block of whole lines; a line that is longer than any reader could want comes in pieces.</param>
    public OutputPump(Func<string, string> redact, Func<int> holdBack, Action<string> write)
    {
        _redact = redact;
        _holdBack = holdBack;
        _write = write;
    }

    /// <summary>The end that the child writes to.</summary>
    public Microsoft.Win32.SafeHandles.SafePipeHandle ChildEnd => _pipe.ClientSafePipeHandle;

    /// <summary>Completes when everybody who could write has gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins, once the child has its end.</summary>
    public void Start()
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        new Thread(Pump, PumpStack) { IsBackground = true, Name = "output" }.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => _pipe.Dispose();

    private void Pump()
    {
        var bytes = new byte[ChunkBytes];
        var characters = new char[ChunkBytes + 2];
        var decoder = Encoding.UTF8.GetDecoder();
        var pending = new StringBuilder();
        try
        {
            int read;
            while ((read = _pipe.Read(bytes)) > 0)
            {
                var count = decoder.GetChars(bytes.AsSpan(0, read), characters, flush: false);
                var text = characters.AsSpan(0, count);
                var lastBreak = text.LastIndexOf('\n');
                pending.Append(text[..(lastBreak + 1)]);
                if (lastBreak >= 0)
                {
                    _write(_redact(pending.ToString()));
                    pending.Clear();
                }

                pending.Append(text[(lastBreak + 1)..]);
                if (pending.Length > LongestLine)
                {
                    // The cut must not go through the middle of a secret: what may be the beginning of one stays for the next piece.
                    var line = _redact(pending.ToString());
                    var cut = Math.Max(0, line.Length - _holdBack());
                    _write(line[..cut] + "\n");
                    pending.Clear().Append(line[cut..]);
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The pipe was closed under it: the resource is being stopped.
        }

        if (pending.Length > 0)
        {
            _write(_redact(pending.Append('\n').ToString()));
        }

        _ended.SetResult();
    }
}
