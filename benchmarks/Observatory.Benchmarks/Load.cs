using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Observatory.Benchmarks;

/// <summary>Sends spans as fast as they are taken.</summary>
internal sealed class Load(ObservatoryProcess observatory, int senders, Func<int, SpanTemplate>? templateOf = null)
{
    private static readonly MediaTypeHeaderValue Protobuf = new("application/x-protobuf");

    /// <summary>Requests that were told to come again, and did.</summary>
    public int Retried { get; private set; }

    /// <summary>Sends about <paramref name="spans"/> spans.</summary>
    /// <returns>How many, and how long it took.</returns>
    public async Task<(long Spans, TimeSpan Time)> RunAsync(long spans, long firstRequest)
    {
        var requests = spans / SpanTemplate.Spans;
        var next = firstRequest;
        using var http = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            var template = templateOf?.Invoke(sender) ?? new SpanTemplate($"load-{sender}");
            for (long number; (number = Interlocked.Increment(ref next) - 1) < firstRequest + requests;)
            {
                template.Number(number);
                await SendAsync(http, template.Bytes);
            }
        })));
        return (requests * SpanTemplate.Spans, Stopwatch.GetElapsedTime(began));
    }

    private async Task SendAsync(HttpClient http, byte[] body)
    {
        while (true)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = Protobuf;
            using var response = await http.PostAsync(observatory.Otlp, content);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                response.EnsureSuccessStatusCode();
                return;
            }

            Retried++;
            await Task.Delay(response.Headers.RetryAfter!.Delta!.Value);
        }
    }
}
