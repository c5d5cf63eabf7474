namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

/// <summary>Takes half of what it is given while it is full.</summary>
internal sealed class FullDisk(string path, FileStreamOptions options) : FileStream(path, options)
{
    public bool IsFull { get; set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
        if (IsFull)
        {
            throw new IOException("No space left on device");
        }
    }
}
