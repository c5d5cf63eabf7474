namespace Tta.AppHost;

internal static class RedisShutdown
{
    /// <summary>
    /// Lets Redis save when it is stopped. Aspire starts it from a shell, which as the container's first process would receive the signal
    /// and keep it: Redis would be killed ten seconds later, with all that came since its last snapshot. So the shell becomes Redis.
    /// </summary>
    /// <param name="cache">Redis.</param>
    public static IResourceBuilder<RedisResource> WithSaveOnStop(this IResourceBuilder<RedisResource> cache) =>
        cache.WithArgs(context =>
        {
            // Published, the command is one argument after -c; in a run Aspire puts the words together later.
            if (context.ExecutionContext.IsRunMode)
            {
                context.Args.Insert(0, "exec");
            }
            else
            {
                context.Args[^1] = $"exec {context.Args[^1]}";
            }
        });
}
