using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tta.ServiceDefaults.Tests.Otlp;

/// <summary>
/// A real HTTP endpoint that takes OTLP and remembers what came. Not ASP.NET Core: its own requests would be traced by
/// the service under test, which runs in the same process.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;

    private OtlpCollector(int port)
    {
        Url = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Url + "/");
    }

    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    public ConcurrentQueue<OtlpLog> Logs { get; } = new();

    public ConcurrentDictionary<string, int> Metrics { get; } = new();

    public ConcurrentDictionary<string, string> Resource { get; } = new();

    /// <summary>The last value of each series of the counters, by service, metric and labels.</summary>
    public ConcurrentDictionary<(string Service, string Metric, string Labels), double> Sums { get; } = new();

    /// <summary>Metrics of which at least one point carried an exemplar.</summary>
    public ConcurrentDictionary<string, bool> WithExemplar { get; } = new();

    public int StatusCode { get; set; } = 200;

    public string Url { get; }

    public static Task<OtlpCollector> StartAsync() => StartAsync(FreePort());

    public static async Task<OtlpCollector> StartAsync(int port)
    {
        var collector = new OtlpCollector(port);
        await Task.Yield();
        collector._listener.Start();
        collector._serving = collector.ServeAsync();
        return collector;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (StatusCode == 200)
            {
                foreach (var group in new WireMessage(body.ToArray()).Messages(1))
                {
                    Keep(context.Request.Url!.Segments[^1], group);
                }
            }

            context.Response.StatusCode = StatusCode;
            context.Response.Close();
        }
    }

    private void Keep(string signal, WireMessage group)
    {
        var resource = Attributes(group.Message(1), 1);
        foreach (var (key, value) in resource)
        {
            Resource[key] = value;
        }

        var items = group.Messages(2).SelectMany(scope => scope.Messages(2).Select(item => (scope.Message(1).Text(1), item)));
        foreach (var (scope, item) in items)
        {
            switch (signal)
            {
                case "traces":
                    Spans.Enqueue(new OtlpSpan(resource["service.name"], item.Text(5), item.Hex(1), item.Hex(2), item.Hex(4), item.Number(6) == 2,
                        item.Message(15).Number(3) == 2, Attributes(item, 9)));
                    break;
                case "logs":
                    Logs.Enqueue(new OtlpLog(item.Message(5).Text(1), item.Hex(9), scope, item.Text(3), Attributes(item, 6)));
                    break;
                default:
                    var points = item.Message(9).Messages(1).ToArray();
                    Metrics[item.Text(1)] = points.Length;
                    if (points.Any(point => point.Messages(8).Any()))
                    {
                        WithExemplar[item.Text(1)] = true;
                    }

                    foreach (var point in item.Message(7).Messages(1))
                    {
                        var labels = string.Join(',', Attributes(point, 7).Select(pair => $"{pair.Key}={pair.Value}").Order());
                        var value = point.Number(6) is var whole and not 0 ? whole : BitConverter.UInt64BitsToDouble(point.Number(4));
                        Sums[(resource["service.name"], item.Text(1), labels)] = value;
                    }

                    break;
            }
        }
    }

    private static Dictionary<string, string> Attributes(WireMessage owner, int field)
    {
        var found = new Dictionary<string, string>();
        foreach (var pair in owner.Messages(field))
        {
            var value = pair.Message(2);
            var text = value.Text(1);
            found[pair.Text(1)] = text.Length > 0 ? text
                : value.Number(2) == 1 ? "true"
                : value.Number(3).ToString(CultureInfo.InvariantCulture);
        }

        return found;
    }
}
