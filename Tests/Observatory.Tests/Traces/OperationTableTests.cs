using System.Globalization;
using System.Text;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Tta.Observatory.Tests.Traces;

public sealed class OperationTableTests
{
    private readonly OperationTable _table = new();

    [Fact]
    public void Names_disappear_with_the_last_span_and_their_ids_are_used_again()
    {
        var first = Add("shop", SpanKind.Server, "GET /");
        Add("shop", SpanKind.Client, "GET /");
        Assert.Equal(first, Add("shop", SpanKind.Server, "GET /"));

        _table.Remove(first);
        Assert.Equal([("GET /", SpanKind.Server), ("GET /", SpanKind.Client)], _table.Operations("shop", null));
        _table.Remove(first);

        Assert.Equal([("GET /", SpanKind.Client)], _table.Operations("shop", null));
        Assert.Equal(first, Add("bank", SpanKind.Internal, "pay"));
        Assert.Equal(["bank", "shop"], _table.Services());
    }

    [Fact]
    public void A_service_and_an_operation_may_have_the_same_name()
    {
        var both = Add("x", SpanKind.Internal, "x");
        _table.Remove(Add("x", SpanKind.Internal, "y"));
        Assert.Equal(["x"], _table.Services());

        _table.Remove(both);

        Assert.Empty(_table.Services());
    }

    [Fact]
    public void Operations_beyond_the_limit_share_one_id_for_each_service_and_kind()
    {
        for (var i = 0; i < OperationTable.MaxOperations; i++)
        {
            Add("many", SpanKind.Internal, i.ToString(CultureInfo.InvariantCulture));
        }

        var beyond = Add("many", SpanKind.Internal, "one more");

        Assert.Equal(beyond, Add("many", SpanKind.Internal, "and another"));
        Assert.NotEqual(beyond, Add("few", SpanKind.Internal, "one more"));
        Assert.Equal(OperationMatch.LookAtSpan, _table.Match("many", "one more")[beyond]);
        Assert.Equal(OperationMatch.Yes, _table.Match("many", null)[beyond]);
        Assert.Equal(OperationTable.MaxOperations, _table.Operations("many", null).Count);
        _table.Remove(beyond);
        _table.Remove(beyond);
        Assert.Equal(["few", "many"], _table.Services());
    }

    [Fact]
    public void Services_beyond_the_limit_are_not_taken()
    {
        for (var i = 0; i < OperationTable.MaxServices; i++)
        {
            Assert.True(Add($"service-{i}", SpanKind.Internal, "work") >= 0);
        }

        Assert.Equal(-1, Add("one-more", SpanKind.Internal, "work"));
        Assert.True(Add("service-7", SpanKind.Internal, "more work") >= 0);
    }

    private int Add(string service, SpanKind kind, string name) => _table.Add(Encoding.UTF8.GetBytes(service), kind, Encoding.UTF8.GetBytes(name));
}
