using System.Net;
using System.Text.RegularExpressions;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Web;

/// <summary>An empty Observatory for each test, asked as a browser asks.</summary>
public abstract partial class PageFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();

    internal TestObservatory Observatory { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Observatory = await TestObservatory.StartAsync(_data.Path);

    public async ValueTask DisposeAsync()
    {
        await Observatory.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A page that is there.</summary>
    protected async Task<string> PageAsync(string path)
    {
        var (status, page) = await AnswerAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        return page;
    }

    /// <summary>A page, whatever its status.</summary>
    protected async Task<(HttpStatusCode Status, string Page)> AnswerAsync(string path)
    {
        using var response = await Observatory.Http.GetAsync(Observatory.Uri(ListenerRoles.Ui, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The text of a page without its markup, white space as one space.</summary>
    protected static string Text(string page) => WebUtility.HtmlDecode(Space().Replace(Tag().Replace(page, " "), " "));

    /// <summary>Asserts that texts are in a page, one after the other.</summary>
    protected static void AssertInOrder(string page, params string[] texts)
    {
        var at = 0;
        foreach (var text in texts)
        {
            var found = page.IndexOf(text, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{text}\" is not there, or not where it should be");
            at = found + text.Length;
        }
    }

    /// <summary>Asserts that nothing of a page is markup that it should not have.</summary>
    protected static void AssertSafe(string page)
    {
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)href=\"javascript:", page);
        Assert.DoesNotMatch("(?i)<[^>]* (on[a-z]+|style)=", Value().Replace(page, "="));
    }

    [GeneratedRegex("=\"[^\"]*\"")]
    private static partial Regex Value();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
