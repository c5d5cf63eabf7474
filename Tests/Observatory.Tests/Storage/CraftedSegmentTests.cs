using System.Buffers.Binary;
using Observatory.Storage;
using Observatory.Traces.Store;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Storage;

public sealed class CraftedSegmentTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_frame_within_a_span_never_passes_for_one()
    {
        var forged = FirstVersionFrame(new TestSpan { Trace = 666, Id = 6, Service = "forged" });
        string path;
        using (var store = new TestStore(_directory.Path))
        {
            store.Send(new TestSpan { Trace = 1, Name = "carrier", Attributes = [("frame", forged)] });
            store.Send(new TestSpan { Trace = 2, Id = 2 });
            path = Directory.GetFiles(_directory.Path).Single();
        }

        Flip(path, "carrier"u8);
        using var after = new TestStore(_directory.Path);

        Assert.Null(after.Reader.Read(666));
        Assert.Null(after.Reader.Read(1));
        Assert.NotNull(after.Reader.Read(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_read_at_the_start_is_bounded_whatever_is_in_a_segment(bool knowsTheKey)
    {
        const int magics = 100_000;
        using (var store = new TestStore(_directory.Path))
        {
            store.Send(new TestSpan { Trace = 2, Id = 2 });
            var key = knowsTheKey ? store.Store.Trace(2).Items[0].Segment.Key : SegmentKind.FirstKey;
            var crafted = new byte[magics * 12];
            for (var i = 0; i < magics; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(crafted.AsSpan(i * 12), key.Magic);
                BinaryPrimitives.WriteInt32LittleEndian(crafted.AsSpan((i * 12) + 4), crafted.Length - (i * 12) - FrameFormat.Header);
            }

            store.Send(new TestSpan { Trace = 1, Name = "carrier", Attributes = [("frames", crafted)] });
        }

        Flip(Directory.GetFiles(_directory.Path).Single(), "carrier"u8);
        var segment = Segment.OpenAll(_directory.Path, Disk.Real).Single();
        var scanner = new SegmentScanner(segment);
        Assert.True(scanner.Begin());
        Assert.True(scanner.Next(out _));
        Assert.False(scanner.Next(out _));
        Assert.InRange(scanner.Checked, 0, 6 * segment.Length);
        segment.Release();
    }

    [Fact]
    public void A_segment_of_the_first_version_is_read_and_not_written_to()
    {
        var path = Path.Combine(_directory.Path, "000000000001.traces");
        var bytes = (byte[])[.. SegmentFormat.Kind.FirstMagic, .. FirstVersionFrame(new TestSpan { Trace = 7, Id = 7 })];
        File.WriteAllBytes(path, bytes);

        using (var store = new TestStore(_directory.Path))
        {
            Assert.NotNull(store.Reader.Read(7));
            store.Send(new TestSpan { Trace = 8, Id = 8 });
        }

        Assert.Equal(bytes, File.ReadAllBytes(path));
        using var after = new TestStore(_directory.Path);
        Assert.NotNull(after.Reader.Read(7));
        Assert.NotNull(after.Reader.Read(8));
    }

    private static void Flip(string path, ReadOnlySpan<byte> at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf(at)] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
    }

    private static byte[] FirstVersionFrame(TestSpan span)
    {
        using var directory = new TemporaryDirectory();
        using (var store = new TestStore(directory.Path))
        {
            store.Send(span);
        }

        var frame = File.ReadAllBytes(Directory.GetFiles(directory.Path).Single())[(SegmentFormat.Kind.Magic.Length + FrameKey.Size)..];
        FrameFormat.Complete(frame, SegmentKind.FirstKey, ManualStart, 1);
        return frame;
    }

    private static DateTimeOffset ManualStart => Metrics.Support.ManualTime.Start;
}
