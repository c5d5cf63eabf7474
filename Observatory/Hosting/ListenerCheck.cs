using System.Net;

namespace Observatory.Hosting;

/// <summary>
/// Asks Observatory's own listeners every few seconds whether they answer, as a client would. One that does not is a trouble; when it
/// stays silent for a minute, the process ends so that it is started again.
/// </summary>
internal sealed class ListenerCheck : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Checks in a row that may fail.</summary>
    public const int MaxFailures = 12;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Listeners _listeners;
    private readonly Troubles _troubles;
    private readonly ProcessEnd _end;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private int _failures;

    /// <summary>Checks nothing before it is started.</summary>
    public ListenerCheck(Listeners listeners, Troubles troubles, ProcessEnd end, TimeProvider time)
    {
        (_listeners, _troubles, _end, _time) = (listeners, troubles, end, time);
        // A connection of its own each time: that is what fails when a listener takes no more.
        _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero, ActivityHeadersPropagator = null }) { Timeout = Timeout };
    }

    /// <summary>Asks every listener once.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var silent = new List<string>();
        foreach (var (address, uri) in _listeners.Open)
        {
            if (!await AnswersAsync(new(uri, "/alive"), address.Roles == ListenerRoles.OtlpGrpc, cancellation).ConfigureAwait(false))
            {
                silent.Add(uri.Authority);
            }
        }

        if (silent.Count == 0)
        {
            _failures = 0;
            _troubles.End("listeners");
            return;
        }

        var why = $"{string.Join(" and ", silent)} does not answer";
        _troubles.Begin("listeners", why);
        if (++_failures == MaxFailures)
        {
            _end.Fail($"{why} for {_failures * Pause.TotalSeconds} s");
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await CheckAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<bool> AnswersAsync(Uri uri, bool isHttp2, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
