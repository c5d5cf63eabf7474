namespace Tta.AppHost;

/// <summary>Redis as a program of this machine; whoever references the cache gets the same connection string and properties.</summary>
/// <param name="inner">Aspire's Redis.</param>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">Where it runs.</param>
internal sealed class RedisProcessResource(RedisResource inner, string command, string workingDirectory)
    : ProcessResource(inner, command, workingDirectory), IResourceWithConnectionString
{
    private readonly RedisResource _inner = inner;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => _inner.ConnectionStringExpression;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
        ((IResourceWithConnectionString)_inner).GetConnectionProperties();
}
