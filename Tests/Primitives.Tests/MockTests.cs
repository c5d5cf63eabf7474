using Tta.Primitives.Testing;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class MockTests
{
    [Fact]
    public async Task It_records_its_calls_and_answers_in_order_the_last_answer_again_and_again()
    {
        MockPrimitive<int, string> mock = new MockPrimitive<int, string>("model")
            .Returns("one").Throws(new FormatException()).Answers((i, _) => $"got {i}");

        Assert.Equal("one", await mock.ExecuteAsync(1, Make.Context()));
        await Assert.ThrowsAsync<FormatException>(() => mock.ExecuteAsync(2, Make.Context()).AsTask());
        Assert.Equal("got 3", await mock.ExecuteAsync(3, Make.Context()));
        Assert.Equal("got 4", await mock.ExecuteAsync(4, Make.Context()));
        Assert.Equal([1, 2, 3, 4], mock.Calls.AsEnumerable());
    }

    [Fact]
    public async Task Without_an_answer_it_says_so()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new MockPrimitive<int, int>("model").ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Contains("'model'", thrown.Message, StringComparison.Ordinal);
    }
}
