using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Tta.ServiceDefaults.Spool;

/// <summary>The other end of <see cref="SheddingHandler"/>: hears what a caller says, and says it to the caller.</summary>
internal sealed class SheddingFilter(TraceShedding shedding) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            shedding.Hear(context.Request.Headers[TraceShedding.Header]);
            if (shedding.Say() is { } said)
            {
                context.Response.Headers[TraceShedding.Header] = said;
            }

            return following(context);
        });
        next(app);
    };
}
