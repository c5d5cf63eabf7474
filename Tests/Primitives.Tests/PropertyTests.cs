using FsCheck;
using FsCheck.Fluent;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class PropertyTests
{
    [Fact]
    public void The_memory_level_behaves_like_a_list_kept_in_order_of_use()
    {
        Prop.ForAll<byte[], byte>((operations, size) =>
        {
            int most = (size % 8) + 1;
            var time = new ManualTime();
            var level = new MemoryLevel<int>(most, TimeSpan.FromSeconds(20), time);
            var model = new List<(string Key, DateTimeOffset Made)>();
            foreach (byte operation in operations)
            {
                string key = $"{operation % 12}";
                time.Advance(TimeSpan.FromSeconds(operation % 3));
                int at = model.FindIndex(m => m.Key == key);
                if (operation % 2 == 0)
                {
                    level.Add(new CacheEntry<int>(key, operation, time.GetTimestamp(), default, 1));
                    if (at >= 0)
                    {
                        model.RemoveAt(at);
                    }

                    if (model.Count == most)
                    {
                        model.RemoveAt(0);
                    }

                    model.Add((key, time.GetUtcNow()));
                    continue;
                }

                bool good = at >= 0 && time.GetUtcNow() - model[at].Made < TimeSpan.FromSeconds(20);
                Assert.Equal(good, level.Find(key, out _) is not null);
                if (at >= 0)
                {
                    (string, DateTimeOffset) entry = model[at];
                    model.RemoveAt(at);
                    if (good)
                    {
                        model.Add(entry);
                    }
                }
            }

            IEnumerable<string> recent = model
                .Where(m => time.GetUtcNow() - m.Made < TimeSpan.FromSeconds(20)).Select(m => m.Key).Reverse();
            Assert.Equal(recent, level.Recent().Select(e => e.Key));
            Assert.Equal((model.Count, model.Count), level.Measure());
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void A_retrys_wait_is_never_negative_never_above_the_maximum_and_grows_without_jitter()
    {
        Prop.ForAll<byte, byte, byte>((baseSeconds, maxSeconds, jitter) =>
        {
            var options = new RetryOptions
            {
                BaseDelay = TimeSpan.FromSeconds(baseSeconds),
                MaxDelay = TimeSpan.FromSeconds(maxSeconds),
                Jitter = jitter % 2 == 0,
                Randomizer = () => jitter / 255.0,
            };
            TimeSpan[] waits = [.. Enumerable.Range(0, 2000).Select(i => RetrySchedule.Delay(options, i, null))];
            Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, options.MaxDelay));
            Assert.Equal(waits.Order(), waits);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Composition_is_associative_and_does_what_its_parts_do()
    {
        Prop.ForAll<int, int, int>((a, b, input) =>
        {
            int c = unchecked(a * 31);
            LambdaPrimitive<int, int> f = new("f", i => unchecked(i + a)), g = new("g", i => unchecked(i * b)), h = new("h", i => i ^ c);
            int expected = unchecked((input + a) * b) ^ c;
            Assert.Equal(expected, Run((f >> g) >> h, input));
            Assert.Equal(expected, Run(f >> (g >> h), input));
            Assert.Equal([unchecked(input + a), unchecked(input * b), input ^ c], Run(f | g | h, input).AsEnumerable());
        }).Check(Config.QuickThrowOnFailure);
    }

    private static T Run<T>(WorkflowPrimitive<int, T> primitive, int input) =>
        primitive.ExecuteAsync(input, Make.Context()).AsTask().GetAwaiter().GetResult();
}
