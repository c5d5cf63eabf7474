namespace Observatory.Prometheus;

/// <summary>
/// Asks a Prometheus. Every question has a time limit and its answer a size limit, and only so many are under way at once. Whatever goes wrong,
/// except that the caller stopped waiting, is a <see cref="PrometheusException"/>.
/// </summary>
internal sealed class PrometheusClient : IDisposable
{
    private const int MaxErrorLength = 500;
    private readonly Uri? _address;
    private readonly PrometheusLimits _limits;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _slots;

    /// <summary>A client of the Prometheus at <paramref name="address"/>; without one, every question says that there is none.</summary>
    public PrometheusClient(Uri? address, HttpMessageHandler? handler = null, PrometheusLimits? limits = null)
    {
        _address = address is null || address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        _limits = limits ?? new();
        _slots = new(_limits.MaxConcurrent);
        // The time limit is kept here, where a time-out can be told from a reader who left. A proxy has no business between two processes of a machine.
        _http = new(handler ?? new SocketsHttpHandler { UseProxy = address is { IsLoopback: false }, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether there is a Prometheus to ask.</summary>
    public bool IsConfigured => _address is not null;

    /// <summary>Asks for the values at one time.</summary>
    public Task<PrometheusResult> QueryAsync(string expression, DateTimeOffset time, CancellationToken cancellation) =>
        PostAsync("query", [new("query", expression), new("time", Seconds(time))], Result, cancellation);

    /// <summary>Asks for the values over a time.</summary>
    public Task<PrometheusResult> QueryRangeAsync(string expression, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation) =>
        PostAsync(
            "query_range",
            [new("query", expression), new("start", Seconds(from)), new("end", Seconds(to)), new("step", step.TotalSeconds.ToString(CultureInfo.InvariantCulture))],
            Result,
            cancellation);

    /// <summary>Asks for the exemplars of the series in an expression.</summary>
    public Task<List<PrometheusExemplar>> QueryExemplarsAsync(string expression, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        PostAsync(
            "query_exemplars",
            [new("query", expression), new("start", Seconds(from)), new("end", Seconds(to))],
            a => PrometheusAnswer.Exemplars(a, _limits.MaxItems),
            cancellation);

    /// <summary>Asks for the names of labels.</summary>
    public Task<List<string>> LabelNamesAsync(string? selector, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        PostAsync("labels", Matching(selector, from, to), a => PrometheusAnswer.Texts(a, "data", _limits.MaxItems), cancellation);

    /// <summary>Asks for the values of a label.</summary>
    public Task<List<string>> LabelValuesAsync(string label, string? selector, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        AskAsync(
            HttpMethod.Get,
            $"label/{Uri.EscapeDataString(label)}/values?{string.Join('&', Matching(selector, from, to).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"))}",
            null,
            a => PrometheusAnswer.Texts(a, "data", _limits.MaxItems),
            cancellation);

    /// <summary>Asks which series there are.</summary>
    public Task<List<IReadOnlyDictionary<string, string>>> SeriesAsync(string selector, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        PostAsync("series", Matching(selector, from, to), a => PrometheusAnswer.LabelSets(a, _limits.MaxItems), cancellation);

    /// <summary>Asks what is scraped.</summary>
    public Task<List<PrometheusTarget>> TargetsAsync(CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, "targets?state=active", null, a => PrometheusAnswer.Targets(a, _limits.MaxItems), cancellation);

    /// <summary>Asks which alerts are pending or firing.</summary>
    public Task<List<PrometheusAlert>> AlertsAsync(CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, "alerts", null, a => PrometheusAnswer.Alerts(a, _limits.MaxItems), cancellation);

    /// <summary>Asks what the senders say of their metrics.</summary>
    public Task<Dictionary<string, PrometheusMetadata>> MetadataAsync(CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, "metadata", null, a => PrometheusAnswer.Metadata(a, _limits.MaxItems), cancellation);

    /// <summary>Asks for the recording rules' expressions.</summary>
    public Task<Dictionary<string, string>> RecordedAsync(CancellationToken cancellation) =>
        AskAsync(HttpMethod.Get, "rules?type=record", null, a => PrometheusAnswer.Recorded(a, _limits.MaxItems), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString("0.###", CultureInfo.InvariantCulture);

    private static List<KeyValuePair<string, string>> Matching(string? selector, DateTimeOffset from, DateTimeOffset to)
    {
        List<KeyValuePair<string, string>> parameters = [new("start", Seconds(from)), new("end", Seconds(to))];
        if (!string.IsNullOrWhiteSpace(selector))
        {
            parameters.Add(new("match[]", selector));
        }

        return parameters;
    }

    private PrometheusResult Result(JsonElement answer) => PrometheusAnswer.Result(answer, _limits.MaxSeries);

    private Task<T> PostAsync<T>(string path, IEnumerable<KeyValuePair<string, string>> parameters, Func<JsonElement, T> read, CancellationToken cancellation) =>
        AskAsync(HttpMethod.Post, path, parameters, read, cancellation);

    private async Task<T> AskAsync<T>(
        HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        if (_address is null)
        {
            throw new PrometheusException("No Prometheus is set: OBSERVATORY__PROMETHEUS");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_limits.Timeout);
        try
        {
            await _slots.WaitAsync(limit.Token).ConfigureAwait(false);
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(_address, "api/v1/" + path));
                request.Content = form is null ? null : new FormUrlEncodedContent(form);
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
                var body = await ReadAsync(response, limit.Token).ConfigureAwait(false);
                return Read(response, body, read);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PrometheusException($"Prometheus did not answer within {_limits.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PrometheusException($"Prometheus can't be reached at {_address.Authority}: {(e.InnerException ?? e).Message}", e);
        }
    }

    private T Read<T>(HttpResponseMessage response, ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (PrometheusAnswer.Text(answer.RootElement, "status") == "success")
            {
                return read(answer.RootElement);
            }

            var error = PrometheusAnswer.Text(answer.RootElement, "error");
            throw new PrometheusException($"Prometheus: {(error.Length > MaxErrorLength ? error[..MaxErrorLength] + "…" : error)}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException or ArgumentNullException)
        {
            throw new PrometheusException($"{_address!.Authority} answered {(int)response.StatusCode} with what no Prometheus answers", e);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        while (await stream.ReadAsync(body.GetMemory(32 * 1024), cancellation).ConfigureAwait(false) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > _limits.MaxAnswerBytes)
            {
                throw new PrometheusException($"Prometheus' answer is larger than {_limits.MaxAnswerBytes >> 20} MiB; ask for less");
            }
        }

        return body.WrittenMemory;
    }
}
