using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class MemoryTests
{
    private readonly MemoryPrimitive _memory = new(new MemoryOptions { MaxSessions = 2, MaxEntriesPerSession = 3 });

    private async Task<string[]> Ask(string session, MemoryRequest request) =>
        [.. (await _memory.ExecuteAsync(request, new WorkflowContext("w") { SessionId = session })).Select(e => $"{e.Key}={e.Value}")];

    [Fact]
    public async Task What_is_stored_is_recalled_in_the_same_session_only()
    {
        Assert.Equal(["name=Ada"], await Ask("one", new MemoryRequest.Store("name", "Ada")));
        Assert.Equal(["name=Ada"], await Ask("one", new MemoryRequest.Recall("name")));
        Assert.Empty(await Ask("two", new MemoryRequest.Recall("name")));
        await Ask("one", new MemoryRequest.Forget("name"));
        Assert.Empty(await Ask("one", new MemoryRequest.Recall("name")));
    }

    [Fact]
    public async Task Search_finds_every_word_in_key_or_value_most_recently_used_first()
    {
        await Ask("s", new MemoryRequest.Store("drink", "Black tea"));
        await Ask("s", new MemoryRequest.Store("tea_time", "five, black suit"));
        await Ask("s", new MemoryRequest.Store("food", "toast"));
        Assert.Equal(["tea_time=five, black suit", "drink=Black tea"], await Ask("s", new MemoryRequest.Search("TEA black")));
        await Ask("s", new MemoryRequest.Recall("drink"));
        Assert.Equal(["drink=Black tea"], await Ask("s", new MemoryRequest.Search("tea", Limit: 1)));
        Assert.Empty(await Ask("s", new MemoryRequest.Search("coffee")));
    }

    [Fact]
    public async Task The_least_recently_used_entry_and_session_go_first()
    {
        foreach (string key in new[] { "a", "b", "c" })
        {
            await Ask("s", new MemoryRequest.Store(key, key));
        }

        await Ask("s", new MemoryRequest.Recall("a"));
        await Ask("s", new MemoryRequest.Store("d", "d"));
        Assert.Equal(["d=d", "a=a", "c=c"], await Ask("s", new MemoryRequest.Search("")));

        await Ask("t", new MemoryRequest.Store("x", "x"));
        await Ask("s", new MemoryRequest.Recall("a"));
        await Ask("u", new MemoryRequest.Store("x", "x"));
        Assert.Empty(await Ask("t", new MemoryRequest.Recall("x")));
    }

    [Fact]
    public async Task An_entry_is_forgotten_when_its_time_is_over()
    {
        var time = new ManualTime();
        var memory = new MemoryPrimitive(new MemoryOptions { TimeToLive = TimeSpan.FromMinutes(1), TimeProvider = time });
        WorkflowContext context = Make.Context();
        await memory.ExecuteAsync(new MemoryRequest.Store("old", "tea"), context);
        time.Advance(TimeSpan.FromSeconds(59));
        await memory.ExecuteAsync(new MemoryRequest.Store("new", "tea"), context);
        Assert.Single(await memory.ExecuteAsync(new MemoryRequest.Recall("old"), context));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new MemoryEntry("new", "tea")], await memory.ExecuteAsync(new MemoryRequest.Search("tea"), context));
        Assert.Empty(await memory.ExecuteAsync(new MemoryRequest.Recall("old"), context));
    }
}
