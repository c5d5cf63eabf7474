namespace Tta.ServiceDefaults.Tests;

/// <summary>Activity sources and meters are global to the process: a test would hear its neighbour.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
