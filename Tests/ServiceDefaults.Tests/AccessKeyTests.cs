namespace Tta.ServiceDefaults.Tests;

/// <summary>The key goes to the application's own services, by their names, and to nobody else.</summary>
[Collection(nameof(OneAtATime))]
public sealed class AccessKeyTests
{
    private static readonly (string, string) Key = ("Access:Key", "the-key-of-this-run");

    [Fact]
    public async Task Own_services_get_the_key_and_others_do_not()
    {
        await using var callee = await TestService.StartAsync(Key);
        var address = callee.Client.BaseAddress!;
        await using var caller = await TestService.StartAsync(Key, ("services:callee:http:0", address.ToString()));

        await caller.CallAsync("http://callee/items/1");
        Assert.Equal("the-key-of-this-run", callee.LastKey);

        await caller.CallAsync(new Uri(address, "items/1").ToString());
        Assert.Equal("", callee.LastKey);
    }

    [Fact]
    public async Task Without_a_key_none_is_sent()
    {
        await using var callee = await TestService.StartAsync();
        await using var caller = await TestService.StartAsync(("services:callee:http:0", callee.Client.BaseAddress!.ToString()));

        await caller.CallAsync("http://callee/items/1");

        Assert.Equal("", callee.LastKey);
    }

    [Theory]
    [InlineData("fifteen-letters")]
    [InlineData("a key with spaces in it")]
    [InlineData("schl\u00fcssel-von-heute")]
    public async Task A_key_that_cannot_be_used_is_said_without_its_text(string key)
    {
        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(() => TestService.StartAsync(("Access:Key", key)));

        Assert.StartsWith("Access__Key cannot be used", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }
}
