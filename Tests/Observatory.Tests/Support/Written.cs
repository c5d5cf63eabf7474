using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Observatory.Html;

namespace Tta.Observatory.Tests.Support;

/// <summary>What is written into pages, as text.</summary>
internal static class Written
{
    /// <summary>What a part of a page writes.</summary>
    public static string By(Action<HtmlWriter> write)
    {
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream);
        using var page = new HtmlWriter(pipe, CancellationToken.None);
        write(page);
        var sent = page.SendAsync();
        Assert.True(sent.IsCompletedSuccessfully);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A page as it is answered.</summary>
    public static async Task<string> PageAsync(string title, string? section = null, Action<HtmlWriter>? body = null)
    {
        using var stream = new MemoryStream();
        await Page.AnswerAsync(new DefaultHttpContext { Response = { Body = stream } }, title, body ?? (_ => { }), section);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
