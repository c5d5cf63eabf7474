using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Tta.Observatory.Tests.Prometheus;

/// <summary>Stands in for Prometheus at the level of HTTP: remembers what was asked and answers what it is told.</summary>
internal sealed class FakePrometheus : HttpMessageHandler
{
    public static readonly Uri Address = new("http://127.0.0.1:9090");
    private readonly List<(Func<string, Dictionary<string, string>, bool> When, Func<Dictionary<string, string>, CancellationToken, Task<HttpResponseMessage>> Then)> _answers = [];

    public ConcurrentQueue<(string Path, Dictionary<string, string> Parameters)> Asked { get; } = new();

    public IEnumerable<string> Expressions => Asked.Where(a => a.Parameters.ContainsKey("query")).Select(a => a.Parameters["query"]);

    /// <summary>The answer of a query endpoint.</summary>
    public static string Vector(params (string Labels, double Value)[] series) =>
        Success($$"""{"resultType":"vector","result":[{{string.Join(',', series.Select(s => FormattableString.Invariant($$"""{"metric":{{{s.Labels}}},"value":[1700000000,"{{s.Value}}"]}""")))}}]}""");

    public static string Matrix(params (string Labels, (double Time, string Value)[] Points)[] series) =>
        Success($$"""{"resultType":"matrix","result":[{{string.Join(',', series.Select(s => $$"""{"metric":{{{s.Labels}}},"values":[{{string.Join(',', s.Points.Select(p => FormattableString.Invariant($"[{p.Time},\"{p.Value}\"]")))}}]}"""))}}]}""");

    public static string Success(string data) => $$"""{"status":"success","data":{{data}}}""";

    public FakePrometheus On(string path, string body, HttpStatusCode status = HttpStatusCode.OK) => On(path, _ => true, body, status);

    public FakePrometheus OnQuery(string part, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        On("", p => p.TryGetValue("query", out var query) && query.Contains(part, StringComparison.Ordinal), body, status);

    public FakePrometheus On(string path, Func<Dictionary<string, string>, bool> when, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers.Add(((p, q) => p.EndsWith(path, StringComparison.Ordinal) && when(q), (_, _) => Task.FromResult(Answer(body, status))));
        return this;
    }

    public FakePrometheus On(string path, Func<CancellationToken, Task<HttpResponseMessage>> then)
    {
        _answers.Add(((p, _) => p.EndsWith(path, StringComparison.Ordinal), (_, cancellation) => then(cancellation)));
        return this;
    }

    public static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = request.Content is null ? request.RequestUri!.Query : await request.Content.ReadAsStringAsync(cancellationToken);
        var parameters = QueryHelpers.ParseQuery(text).ToDictionary(p => p.Key, p => p.Value.ToString());
        Asked.Enqueue((request.RequestUri!.AbsolutePath, parameters));
        foreach (var (when, then) in _answers)
        {
            if (when(request.RequestUri.AbsolutePath, parameters))
            {
                return await then(parameters, cancellationToken);
            }
        }

        return Answer(Vector());
    }
}
