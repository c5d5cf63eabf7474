namespace Observatory.Web;

/// <summary>How every page is answered: never cached, and allowed to load and to ask only what comes from here.</summary>
internal static class PageResult
{
    /// <summary>Answers with a page.</summary>
    public static IResult Html(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        AddSafetyHeaders(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(html, "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>Answers with a page that holds one sentence.</summary>
    public static IResult Note(HttpContext context, int status, string title, string text)
    {
        var page = HtmlWriter.Page(title);
        page.Add($"<p>{text}</p>");
        return Html(context, page.End(), status);
    }

    /// <summary>Says what a browser may do with what it gets: no inline script or style, nothing from elsewhere, no frame around it.</summary>
    public static void AddSafetyHeaders(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
