using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.SpanMetrics;

public sealed class CallTests : IDisposable
{
    private static readonly TestSpan Client = new() { Id = 1, Parent = 9, Kind = 3, Service = "front", Duration = TimeSpan.FromMilliseconds(30) };
    private static readonly TestSpan Server = new() { Id = 2, Parent = 1, Kind = 2, Service = "back", Duration = TimeSpan.FromMilliseconds(20) };
    private readonly DerivedHarness _derived = new(new() { MaxWaiting = 3, MaxSeriesPerMetric = 2 });

    public void Dispose() => _derived.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_and_its_server_are_a_call_whoever_comes_first(bool serverFirst)
    {
        _derived.Send(serverFirst ? Server : Client);
        Assert.Empty(_derived.Calls());
        _derived.Send(serverFirst ? Client : Server);

        Assert.Equal(new() { ["front → back (, false)"] = 1 }, _derived.Calls());
        Assert.Equal(0.03, Assert.Single(_derived.Series("traces_service_graph_request_client_seconds_sum")).Value);
        Assert.Equal(0.02, Assert.Single(_derived.Series("traces_service_graph_request_server_seconds_sum")).Value);
        Assert.Empty(_derived.Series("traces_service_graph_request_failed_total"));
        Assert.Equal(1, _derived.SelfValue("otelcol_connector_servicegraph_total_edges_total"));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    public void A_call_failed_when_either_side_says_so(int client, int server)
    {
        _derived.Send(Client with { Status = client }, Server with { Status = server });

        Assert.Equal(new() { ["front → back (, true)"] = 1 }, _derived.Calls());
        Assert.Equal(1, Assert.Single(_derived.Series("traces_service_graph_request_failed_total")).Value);
    }

    [Fact]
    public void A_producer_and_its_consumer_are_connected_by_messages()
    {
        _derived.Send(Client with { Kind = 4 }, Server with { Kind = 5 });

        Assert.Equal(new() { ["front → back (messaging_system, false)"] = 1 }, _derived.Calls());
    }

    [Fact]
    public void A_database_is_called_at_once_since_it_sends_no_spans()
    {
        _derived.Send(Client with { Attributes = [("db.system.name", "redis"), ("db.namespace", "0"), ("server.address", "cache")] });

        Assert.Equal(new() { ["front → redis (database, false)"] = 1 }, _derived.Calls());
        Assert.Equal(0.03, Assert.Single(_derived.Series("traces_service_graph_request_server_seconds_sum")).Value);
    }

    [Fact]
    public void A_client_without_a_partner_called_whom_it_names_once_ten_seconds_are_over()
    {
        _derived.Send(
            Client with { Trace = 1, Attributes = [("server.address", "api.example"), ("gen_ai.provider.name", "openai"), ("peer.service", "llm")] },
            Client with { Trace = 2, Attributes = [("server.address", "api.example"), ("peer.service", "mail")] });
        _derived.Pass(TimeSpan.FromMilliseconds(9_999));
        Assert.Empty(_derived.Calls());

        _derived.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new() { ["front → openai (virtual_node, false)"] = 1, ["front → mail (virtual_node, false)"] = 1 }, _derived.Calls());
        Assert.Equal(0, _derived.Series("traces_service_graph_request_server_seconds_sum").Values.Sum());
        Assert.Equal(2, _derived.SelfValue("otelcol_connector_servicegraph_expired_edges_total"));
    }

    [Fact]
    public void A_client_that_names_nobody_called_somebody_unknown()
    {
        _derived.Send(Client with { Attributes = [("peer.service", ""), ("server.address", 7)] });
        _derived.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(new() { ["front → unknown (virtual_node, false)"] = 1 }, _derived.Calls());
    }

    [Fact]
    public void A_server_that_begins_its_trace_was_called_by_a_user_and_one_whose_client_never_came_by_nobody()
    {
        _derived.Send(Server with { Trace = 1, Parent = 0 }, Server with { Trace = 2, Parent = 5 });
        _derived.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(new() { ["user → back (virtual_node, false)"] = 1 }, _derived.Calls());
    }

    [Fact]
    public void A_partner_that_comes_too_late_is_not_counted_again()
    {
        _derived.Send(Client);
        _derived.Pass(TimeSpan.FromSeconds(10));
        _derived.Send(Server);
        _derived.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(new() { ["front → unknown (virtual_node, false)"] = 1 }, _derived.Calls());
    }

    [Fact]
    public void A_span_that_is_sent_again_is_no_second_call()
    {
        _derived.Send(Client, Server);
        _derived.Send(Client, Server);
        _derived.Send(Client);
        _derived.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(new() { ["front → back (, false)"] = 1 }, _derived.Calls());
    }

    [Fact]
    public void What_has_no_room_to_wait_is_counted_as_dropped_and_what_completes_a_call_always_has()
    {
        _derived.Send(Enumerable.Range(1, 5).Select(i => Client with { Trace = (UInt128)i }));
        Assert.Equal(2, _derived.SelfValue("otelcol_connector_servicegraph_dropped_spans_total"));

        _derived.Send(Server with { Trace = 2 });
        Assert.Equal(new() { ["front → back (, false)"] = 1 }, _derived.Calls());

        // What has waited long enough makes room, even before anybody looks for it.
        _derived.Time.Advance(TimeSpan.FromSeconds(10));
        _derived.Send(Enumerable.Range(6, 3).Select(i => Client with { Trace = (UInt128)i }));
        Assert.Equal(2, _derived.SelfValue("otelcol_connector_servicegraph_dropped_spans_total"));
        Assert.Equal(2, _derived.Calls()["front → unknown (virtual_node, false)"]);
    }

    [Fact]
    public void Beyond_the_limit_calls_are_counted_together()
    {
        _derived.Send(Enumerable.Range(1, 6).Select(i => Client with
        {
            Trace = (UInt128)i,
            Status = i > 4 ? 2 : 0,
            Attributes = [("db.system.name", $"database-{i}")],
        }));

        var calls = _derived.Series("traces_service_graph_request_total");
        Assert.Equal(3, calls.Count);
        Assert.Equal(4, calls["traces_service_graph_request_total{otel_metric_overflow=\"true\"}"]);
        Assert.Equal(2, Assert.Single(_derived.Series("traces_service_graph_request_failed_total")).Value);
    }

    [Fact]
    public void Services_that_did_not_call_for_a_quarter_of_an_hour_are_gone()
    {
        _derived.Send(Client, Server);
        _derived.Send(Client with { Trace = 2, Attributes = [("db.system.name", "redis")] });
        _derived.Pass(TimeSpan.FromMinutes(10));
        _derived.Send(Client with { Trace = 3, Attributes = [("db.system.name", "redis")] });
        _derived.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(new() { ["front → redis (database, false)"] = 2 }, _derived.Calls());
        Assert.Equal(2, _derived.Series("traces_service_graph_request_client_seconds").Count);
    }
}
