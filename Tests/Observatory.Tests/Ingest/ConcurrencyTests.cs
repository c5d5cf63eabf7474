using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Observatory.Ingest;
using Observatory.Otlp;
using Observatory.Traces.Otlp;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Everything_that_many_senders_send_is_stored_while_others_search()
    {
        const int senders = 4;
        const int requests = 60;
        const int spansEach = 20;
        await using var observatory = await TestObservatory.StartAsync(_data.Path);
        using var done = new CancellationTokenSource();
        var searching = Enumerable.Range(0, 2).Select(_ => SearchAsync(observatory, done.Token)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            for (var request = 0; request < requests; request++)
            {
                // Each trace is sent by all senders: they meet in the index.
                await observatory.StoreAsync([.. Enumerable.Range(0, spansEach).Select(i => new TestSpan
                {
                    Trace = (UInt128)(request + 1),
                    Id = (ulong)((sender * 1_000_000) + (request * 1_000) + i + 1),
                    Service = $"service-{sender}",
                    Start = TimeSpan.FromSeconds(request),
                    Attributes = [("sender", sender)],
                })]);
            }
        })));
        await done.CancelAsync();
        await Task.WhenAll(searching);

        Assert.Equal(senders * requests * spansEach, observatory.Metric("observatory_spans_stored"));
        Assert.Equal(requests, observatory.Metric("observatory_traces_stored"));
        var trace = await observatory.DataAsync("/api/traces/7");
        Assert.Equal(senders * spansEach, trace[0].GetProperty("spans").GetArrayLength());
        Assert.Equal(senders, trace[0].GetProperty("processes").EnumerateObject().Count());
    }

    [Fact]
    public async Task Senders_that_wait_for_a_slow_store_keep_nobody_else_from_an_answer()
    {
        using var consumer = new SlowConsumer();
        await using var observatory = await TestObservatory.StartAsync(_data.Path, services: services =>
        {
            services.Remove(services.Single(s => s.ImplementationType == typeof(TraceConsumer)));
            services.AddSingleton<IOtlpConsumer>(consumer);
        });

        var sending = Enumerable.Range(0, 10 * OtlpIntake.MaxAtOnce).Select(_ => observatory.ExportAsync([])).ToArray();
        await Eventually.True(() => consumer.Inside == OtlpIntake.MaxAtOnce
            && (int)observatory.Metric("observatory_otlp_requests_total", ("transport", "http")) == sending.Length);

        Assert.Equal(HttpStatusCode.OK, (await observatory.JaegerAsync("/api/services")).Status);
        Assert.Equal(OtlpIntake.MaxAtOnce, consumer.Inside);
        consumer.Finish();
        foreach (var response in await Task.WhenAll(sending))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            response.Dispose();
        }

        Assert.Equal(OtlpIntake.MaxAtOnce, consumer.MostInside);
    }

    private static async Task SearchAsync(TestObservatory observatory, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            foreach (var path in (string[])["/api/traces?service=service-1&limit=5", "/api/traces?service=service-2&tag=sender:2&limit=3", "/api/dependencies", "/api/services"])
            {
                var (status, json) = await observatory.JaegerAsync(path);
                Assert.Equal(HttpStatusCode.OK, status);
                foreach (var item in json.GetProperty("data").EnumerateArray().Where(i => path.Contains("service=", StringComparison.Ordinal)))
                {
                    Assert.NotEqual(0, item.GetProperty("spans").GetArrayLength());
                }
            }
        }
    }

    private sealed class SlowConsumer : IOtlpConsumer, IDisposable
    {
        private readonly ManualResetEventSlim _finish = new();
        private readonly Lock _lock = new();

        public OtlpSignal Signal => OtlpSignal.Traces;

        public int Inside { get; private set; }

        public int MostInside { get; private set; }

        public void Finish() => _finish.Set();

        public OtlpOutcome Consume(ReadOnlySpan<byte> request)
        {
            lock (_lock)
            {
                Inside++;
                MostInside = Math.Max(MostInside, Inside);
            }

            _finish.Wait();
            lock (_lock)
            {
                Inside--;
            }

            return OtlpOutcome.Ok(0);
        }

        public void Dispose() => _finish.Dispose();
    }
}
