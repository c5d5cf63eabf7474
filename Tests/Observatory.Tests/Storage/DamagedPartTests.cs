using Observatory.Traces.Query;
using Tta.Observatory.Tests.Support;
using Tta.Observatory.Tests.Traces;

namespace Tta.Observatory.Tests.Storage;

public sealed class DamagedPartTests : IDisposable
{
    private readonly TemporaryDirectory _whole = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _whole.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1, 250)]
    [InlineData(2, 250)]
    [InlineData(3, 250)]
    [InlineData(4, 250)]
    public void Whatever_happens_to_the_files_the_store_opens_and_gives_back_no_span_that_never_came(int seed, int stores)
    {
        var random = new Random(seed);
        var spans = new Dictionary<(UInt128, ulong, ulong), string>();
        using (var store = new TestStore(_whole.Path))
        {
            foreach (var (request, i) in new RandomRequests(seed).Take(12).Select((r, i) => (r, i)))
            {
                store.Send(request);
                if (i is 3 or 7)
                {
                    store.Seal();
                }
            }

            foreach (var span in All(store))
            {
                spans[(span.Entry.TraceId, span.Entry.SpanId, span.Entry.StartNanos)] = Convert.ToHexString(span.Message.Span);
            }
        }

        var files = Directory.GetFiles(_whole.Path).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
        Assert.Equal(2, files.Keys.Count(f => f.EndsWith(".spans", StringComparison.Ordinal)));
        var found = 0L;
        for (var i = 0; i < stores; i++)
        {
            Write(files, random);
            using var store = new TestStore(_directory.Path);
            foreach (var span in All(store))
            {
                found++;
                Assert.Equal(spans[(span.Entry.TraceId, span.Entry.SpanId, span.Entry.StartNanos)], Convert.ToHexString(span.Message.Span));
            }

            _ = store.Find(new() { Tags = [new("text", "t3")] });
            _ = new DependencyGraph(store.Store).Count(0, ulong.MaxValue, default);
            Assert.Equal(1, store.Send(new TestSpan { Trace = 0xFFFF_FFFF, Id = 0xFFFF }).Accepted);
        }

        Assert.InRange(found, 1, (long)spans.Count * stores);
    }

    [Fact]
    public void Damage_to_a_block_costs_its_spans_and_is_said_once()
    {
        using (var before = new TestStore(_directory.Path))
        {
            before.Send(new TestSpan { Trace = 1 });
            before.Seal();
            before.Send(new TestSpan { Trace = 2, Id = 2 });
            before.Seal();
        }

        var path = Directory.GetFiles(_directory.Path, "*.spans").Order().First();
        var bytes = File.ReadAllBytes(path);
        // Behind the file's beginning there are the filter, some 40 bytes of it, and the block.
        bytes[160] ^= 1;
        File.WriteAllBytes(path, bytes);

        using var store = new TestStore(_directory.Path);
        Assert.Null(store.Reader.Read(1));
        var damaged = store.Replay.DamagedBytes;
        Assert.InRange(damaged, 1, bytes.Length);
        Assert.Null(store.Reader.Read(1));
        Assert.Equal([2], store.Find(new()));
        Assert.Equal(damaged, store.Replay.DamagedBytes);
    }

    [Fact]
    public void A_file_that_is_no_part_is_set_aside_and_an_unfinished_one_goes()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "000000000003.spans"), "no part at all, by its looks, though it is long enough to be one");
        File.WriteAllText(Path.Combine(_directory.Path, "000000000004.spans-new"), "unfinished");

        using var store = new TestStore(_directory.Path);

        Assert.True(store.Replay.DamagedBytes > 0);
        Assert.Equal(["000000000003.spans.damaged"], Directory.GetFiles(_directory.Path).Select(f => Path.GetFileName(f)!));
    }

    private static IEnumerable<StoredSpan> All(TestStore store) =>
        store.Find(new() { Limit = TraceQuery.MaxLimit }).SelectMany(t => store.Reader.Read(t)?.Spans ?? []);

    private void Write(Dictionary<string, byte[]> files, Random random)
    {
        foreach (var left in Directory.GetFiles(_directory.Path))
        {
            File.Delete(left);
        }

        var hit = random.Next(files.Count);
        foreach (var (name, whole) in files)
        {
            var bytes = whole.ToArray();
            if (hit-- == 0)
            {
                switch (random.Next(4))
                {
                    case 0:
                        bytes = bytes[..random.Next(bytes.Length)];
                        break;
                    case 1:
                        random.NextBytes(bytes.AsSpan(random.Next(bytes.Length))[..1]);
                        break;
                    case 2:
                        var from = random.Next(bytes.Length);
                        random.NextBytes(bytes.AsSpan(from, random.Next(bytes.Length - from)));
                        break;
                    default:
                        for (var i = 0; i < 5; i++)
                        {
                            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                        }

                        break;
                }
            }

            File.WriteAllBytes(Path.Combine(_directory.Path, name), bytes);
        }
    }
}
