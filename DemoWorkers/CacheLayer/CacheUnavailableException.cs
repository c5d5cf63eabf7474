namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Redis is down or too slow; the caller goes on without the cache.</summary>
internal sealed class CacheUnavailableException() : Exception("Redis does not answer.");
