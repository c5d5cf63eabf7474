using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Reading;
using Observatory.Hosting;
using Tta.Observatory.Tests.Dashboards.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Dashboards;

public sealed class LibraryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_broken_file_is_listed_with_its_error_beside_the_boards()
    {
        Write("b.json", """{"uid":"b","title":"B","panels":[]}""");
        Write("bad.json", "{");
        Write("other.txt", "{");
        Directory.CreateDirectory(Path.Combine(_directory.Path, "sub"));
        Write("sub/a.json", """{"uid":"a","title":"A","panels":[]}""");
        Write("sub/twin.json", """{"uid":"a","title":"Z","panels":[]}""");

        var entries = Library().Entries;

        Assert.Equal([("A", "sub"), ("B", "")], entries.Where(e => e.Board is not null).Select(e => (e.Board!.Title, e.Folder)));
        Assert.Equal(2, entries.Count(e => e.Error is not null));
        Assert.Contains(entries, e => e.File == "bad.json" && e.Error!.StartsWith("is no JSON", StringComparison.Ordinal));
        Assert.Contains(entries, e => e.Error == "has the uid a of another file");
    }

    [Fact]
    public void A_file_is_read_again_when_it_changed()
    {
        Write("b.json", """{"uid":"b","title":"Before","panels":[]}""");
        var library = Library();
        var before = library.Find("b");
        Write("b.json", """{"uid":"b","title":"Afterwards","panels":[]}""");
        var tooSoon = library.Find("b");
        _clock.Advance(TimeSpan.FromSeconds(2));
        var after = library.Find("b");
        _clock.Advance(TimeSpan.FromSeconds(2));
        var unchanged = library.Find("b");
        File.Delete(Path.Combine(_directory.Path, "b.json"));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["Before", "Before", "Afterwards"], new[] { before, tooSoon, after }.Select(b => b!.Title));
        Assert.Same(after, unchanged);
        Assert.Null(library.Find("b"));
    }

    [Fact]
    public void A_file_larger_than_the_limit_is_not_read()
    {
        Write("large.json", $$"""{"uid":"b","title":"B","panels":[],"x":"{{new string('x', 5 << 20)}}"}""");

        Assert.Equal("is larger than 4 MiB", Assert.Single(Library().Entries).Error);
    }

    [Fact]
    public void A_directory_that_went_is_said()
    {
        var library = Library();
        Directory.Delete(_directory.Path, recursive: true);

        Assert.Contains("can't be read", Assert.Single(library.Entries).Error, StringComparison.Ordinal);
        Directory.CreateDirectory(_directory.Path);
    }

    [Theory]
    [InlineData("Dashboards", "/no/such/directory", "OBSERVATORY__DASHBOARDS: there is no directory '/no/such/directory'")]
    [InlineData("Home:0", "board", "OBSERVATORY__HOME__0: 'board' is not")]
    [InlineData("Home:3", "question = board/", "OBSERVATORY__HOME__3: ")]
    [InlineData("ScrapeInterval", "5", "OBSERVATORY__SCRAPEINTERVAL: '5' is not")]
    public void A_setting_that_cannot_be_used_is_named(string key, string value, string message) =>
        Assert.StartsWith(message, Assert.Throws<ConfigurationException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_home_pages_panels_are_read_in_the_order_of_their_numbers()
    {
        var home = Read(("Home:10", "c/3"), ("Home:2", "Is it up? = b/Panel = two/x"), ("Home:0", "a/One")).Home;

        Assert.Equal([new("a", "One", null), new("b", "Panel = two/x", "Is it up?"), new("c", "3", null)], home);
    }

    [Fact]
    public async Task The_list_has_titles_descriptions_tags_and_errors()
    {
        await using var boards = await BoardHarness.StartAsync(boards: [("b.json", """{"uid":"b 1","title":"The board","description":"**What** it is for","tags":["t1"],"panels":[]}"""), ("bad.json", "nonsense")]);

        var page = await boards.PageAsync("/dashboards");

        Assert.Contains("<a href=\"/d/b%201\">The board</a>", page, StringComparison.Ordinal);
        Assert.Contains("What it is for", page, StringComparison.Ordinal);
        Assert.Contains("t1", page, StringComparison.Ordinal);
        Assert.Contains("bad.json", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_directory_the_pages_name_the_setting()
    {
        await using var observatory = await TestObservatory.StartAsync(_directory.Path);

        Assert.Contains("OBSERVATORY__DASHBOARDS", await observatory.Http.GetStringAsync(observatory.Uri(ListenerRoles.Ui, "/dashboards")), StringComparison.Ordinal);
        using var board = await observatory.Http.GetAsync(observatory.Uri(ListenerRoles.Ui, "/d/x"));
        Assert.Equal(HttpStatusCode.NotFound, board.StatusCode);
    }

    private static DashboardOptions Read(params (string Key, string Value)[] settings) =>
        DashboardOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Observatory:{s.Key}", (string?)s.Value))).Build());

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_directory.Path, name), json);

    private DashboardLibrary Library() => new(new() { Directory = _directory.Path }, _clock);
}
