using System.Net;
using System.Net.Http.Headers;
using Observatory.Hosting;
using Observatory.Otlp;
using Observatory.SelfMonitoring;

namespace Observatory.Forwarding;

/// <summary>
/// Hands a copy of every OTLP request that was taken on to another OTLP/HTTP receiver, one after the other. It never holds up who sends to
/// Observatory: what waits is bounded, and what can't be handed on is counted and dropped.
/// </summary>
internal sealed partial class OtlpForwarder : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    private const int MaxBroken = 5;
    private static readonly OtlpSignal[] Signals = Enum.GetValues<OtlpSignal>();

    private readonly ForwardOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OtlpForwarder> _logger;
    private readonly ForwardQueue _queue;
    private readonly HttpClient? _http;
    private readonly Dictionary<OtlpSignal, Uri> _addresses = [];
    private readonly Dictionary<OtlpSignal, SelfCounter> _forwarded = [];
    private readonly Dictionary<OtlpSignal, SelfCounter> _overflowed = [];
    private readonly Dictionary<OtlpSignal, SelfCounter> _refused = [];
    private readonly HashSet<OtlpSignal> _failing = [];
    private long _overflow;

    /// <summary>Registers the self-metrics; nothing is sent before the host starts.</summary>
    public OtlpForwarder(ForwardOptions options, SelfMetrics metrics, TimeProvider time, ILogger<OtlpForwarder> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _queue = new(options.QueueBytes, Overflowed);
        if (options.Receiver is { } receiver)
        {
            _http = NewClient(receiver, options.Headers);
            var root = receiver.AbsoluteUri.TrimEnd('/');
            foreach (var signal in Signals)
            {
                _addresses[signal] = new Uri($"{root}/v1/{Name(signal)}");
            }
        }

        foreach (var signal in Signals)
        {
            const string dropped = "Count of OTLP requests that were taken but could not be handed on, by why.";
            _forwarded[signal] = metrics.Counter(
                "observatory_forwarded_requests_total", "Count of OTLP requests handed on to the other receiver.", ("signal", Name(signal)));
            _overflowed[signal] = metrics.Counter("observatory_forward_dropped_requests_total", dropped, ("signal", Name(signal)), ("reason", "queue_full"));
            _refused[signal] = metrics.Counter("observatory_forward_dropped_requests_total", dropped, ("signal", Name(signal)), ("reason", "refused"));
        }

        metrics.Gauge("observatory_forward_queue_bytes", "Bytes of OTLP requests that wait to be handed on.", () => _queue.Bytes);
        metrics.Gauge("observatory_forward_queue_limit_bytes", "Bytes of OTLP requests that may wait to be handed on.", () => options.QueueBytes);
    }

    /// <summary>Takes a copy of a request to hand on. Returns at once, whatever the other receiver does.</summary>
    public void Offer(OtlpSignal signal, ReadOnlySpan<byte> request)
    {
        if (_http is not null && request.Length > 0)
        {
            _queue.Write(signal, request);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _http?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_http is null)
        {
            return;
        }

        try
        {
            while (await _queue.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                while (_queue.TryRead(out var request))
                {
                    try
                    {
                        await HandOnAsync(request, stoppingToken).ConfigureAwait(false);
                    }
                    finally
                    {
                        _queue.Release(request);
                    }
                }

                if (Interlocked.Exchange(ref _overflow, 0) is > 0 and var count)
                {
                    LogCaughtUp(_options.Receiver!.Authority, count);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private static HttpClient NewClient(Uri receiver, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        // A proxy has no business between two processes of a machine. Requests are no part of anybody's trace.
        var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = !receiver.IsLoopback,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = AnswerTimeout,
        };
        foreach (var (name, value) in headers)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return http;
    }

    private static string Name(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => "traces",
        OtlpSignal.Metrics => "metrics",
        _ => "logs",
    };

    /// <summary>Sends one request until it is taken or given up. Meanwhile the others wait, or the oldest of them go.</summary>
    private async Task HandOnAsync(ForwardedRequest request, CancellationToken stopping)
    {
        var pause = FirstPause;
        for (var failures = 0; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (answer, reason) = await SendAsync(request, stopping).ConfigureAwait(false);
            if (answer == Answer.Taken)
            {
                _forwarded[request.Signal].Increment();
                if (_failing.Remove(request.Signal))
                {
                    LogWorksAgain(Name(request.Signal), _options.Receiver!.Authority);
                }

                return;
            }

            if (_failing.Add(request.Signal))
            {
                LogFails(Name(request.Signal), _options.Receiver!.Authority, reason);
            }

            // A receiver that is not there or is busy is waited for; a request that breaks the connection each time holds up no others.
            failures += answer == Answer.Broken ? 1 : 0;
            if (answer == Answer.Refused || failures == MaxBroken)
            {
                _refused[request.Signal].Increment();
                return;
            }

            await Task.Delay(pause, _time, stopping).ConfigureAwait(false);
        }
    }

    private async Task<(Answer Answer, string Reason)> SendAsync(ForwardedRequest request, CancellationToken stopping)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, _addresses[request.Signal]);
            message.Content = new ByteArrayContent(request.Buffer, 0, request.Length);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            using var response = await _http!.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stopping).ConfigureAwait(false);
            var answer = response.IsSuccessStatusCode ? Answer.Taken : IsForNow(response.StatusCode) ? Answer.Later : Answer.Refused;
            return (answer, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            return (Answer.Later, e.Message);
        }
#pragma warning disable CA1031 // whatever it is, it is the copy's trouble: it must not end what keeps the original
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (Answer.Broken, e.Message);
        }
    }

    // The codes after which OTLP lets a client come again.
    private static bool IsForNow(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private void LogStopped()
    {
        var count = 0;
        while (_queue.TryRead(out var request))
        {
            _queue.Release(request);
            count++;
        }

        if (count > 0)
        {
            LogLeft(_options.Receiver!.Authority, count);
        }
    }

    private void Overflowed(OtlpSignal signal)
    {
        _overflowed[signal].Increment();
        if (Interlocked.Increment(ref _overflow) == 1)
        {
            LogOverflows(_options.Receiver!.Authority, _options.QueueBytes);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Handing {Signal} on to {Receiver} fails: {Reason}; they are stored here all the same")]
    private partial void LogFails(string signal, string receiver, string reason);

    [LoggerMessage(LogLevel.Information, "Handing {Signal} on to {Receiver} works again")]
    private partial void LogWorksAgain(string signal, string receiver);

    [LoggerMessage(LogLevel.Warning, "{Receiver} takes less than comes in: {Limit} bytes wait to be handed on, and the oldest requests are dropped from now on")]
    private partial void LogOverflows(string receiver, long limit);

    [LoggerMessage(LogLevel.Information, "{Receiver} has caught up; {Count} requests were not handed on")]
    private partial void LogCaughtUp(string receiver, long count);

    [LoggerMessage(LogLevel.Information, "Stopping: {Count} requests were not handed on to {Receiver}; they are stored here")]
    private partial void LogLeft(string receiver, int count);

    private enum Answer
    {
        Taken,
        Refused,

        /// <summary>Not there, or asks to come again.</summary>
        Later,

        /// <summary>The connection ended, or no answer came in time.</summary>
        Broken,
    }
}
