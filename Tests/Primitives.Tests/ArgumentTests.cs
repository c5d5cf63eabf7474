using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What is given to the library is checked where it is given, and none of it is forgotten.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Throws<ArgumentNullException>("score", () => new ComplexitySelector<int>(null!, [], "above"));
        Assert.Throws<ArgumentNullException>("steps", () => new ComplexitySelector<int>(_ => 0, null!, "above"));
        Assert.Throws<ArgumentException>("above", () => new ComplexitySelector<int>(_ => 0, [], " "));
        var prices = JsonPriceTable.Parse("""{"prices":[]}""");
        Assert.Throws<ArgumentNullException>("provider", () => prices.TryGetPrice(null!, "m", out _));
        Assert.Throws<ArgumentNullException>("model", () => prices.TryGetPrice("p", null!, out _));
    }

    [Theory]
    [InlineData(0, 1, "targetOverhead")]
    [InlineData(-0.1, 1, "targetOverhead")]
    [InlineData(0.01, 0, "costPerTrace")]
    [InlineData(0.01, -1, "costPerTrace")]
    public void A_figure_of_an_overhead_is_positive(double overhead, int ticks, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => new OverheadSampler(overhead, TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("""{"currency":"\ud800","prices":[]}""")]
    [InlineData("""{"prices":[{"provider":"\udc00","model":"m","prompt_per_million":1,"completion_per_million":1}]}""")]
    public void A_price_table_with_half_of_a_surrogate_pair_is_refused_as_one(string json) => Assert.Contains(
        "not valid Unicode", Assert.Throws<PriceTableException>(() => JsonPriceTable.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_fallbacks_defaults_count_where_nothing_is_configured()
    {
        FallbackOptions? seen = null;
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddWorkflow("w", setup =>
            {
                seen = setup.FallbackOptions("second", options => options.ShouldHandle = _ => false);
                Assert.Throws<ArgumentException>("primitive", () => setup.Section(" "));
                return Make.Add(1);
            })
            .BuildServiceProvider();

        _ = services.GetRequiredService<Workflow<int, int>>();

        Assert.Equal("second", seen!.Name);
        Assert.False(seen.ShouldHandle!(new InvalidOperationException()));
    }

    [Fact]
    public async Task A_request_that_is_sent_synchronously_carries_the_context_too()
    {
        using var telemetry = new Telemetry();
        var wire = new SynchronousWire();
        using var http = new HttpMessageInvoker(new WorkflowPropagationHandler("engine") { InnerHandler = wire });
        var call = new LambdaPrimitive<string, int>("call", address =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using HttpResponseMessage response = http.Send(request, CancellationToken.None);
            return (int)response.StatusCode;
        });

        await WorkflowExecution.RunAsync(
            new WorkflowContext("w") { AgentId = "agent-7" }, (context, stop) => call.ExecuteAsync("http://engine/", context, stop));

        Assert.Contains("agent-7", wire.Baggage, StringComparison.Ordinal);
    }

    private sealed class SynchronousWire : HttpMessageHandler
    {
        public string? Baggage { get; private set; }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Baggage = request.Headers.TryGetValues("baggage", out IEnumerable<string>? values) ? values.Single() : null;
            return new HttpResponseMessage(HttpStatusCode.OK);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
