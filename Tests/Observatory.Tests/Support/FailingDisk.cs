using Microsoft.Win32.SafeHandles;
using Observatory.Storage;

namespace Tta.Observatory.Tests.Support;

/// <summary>A disk that fails when told to.</summary>
internal sealed class FailingDisk : Disk
{
    /// <summary>What the next writes throw; null when they succeed.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether a write that fails leaves half of its bytes behind.</summary>
    public bool WritesHalf { get; set; }

    /// <summary>What the names of the files end with to which it happens; null for all.</summary>
    public string? FailsFor { get; set; }

    public long Free { get; set; } = long.MaxValue;

    public static IOException Full => new("No space left on device");

    public override SafeFileHandle Open(string path, bool create) =>
        create && FailsFor is not null && path.EndsWith(FailsFor, StringComparison.Ordinal) && Failure is not null ? throw Failure : base.Open(path, create);

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (Failure is null || FailsFor is not null)
        {
            base.Write(file, bytes, offset);
            return;
        }

        if (WritesHalf)
        {
            base.Write(file, bytes[..(bytes.Length / 2)], offset);
        }

        throw Failure;
    }

    public override long FreeBytes(string directory) => Free;
}
