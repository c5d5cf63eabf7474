namespace Observatory.Search;

/// <summary>Registers the search for traces.</summary>
internal static class SearchPart
{
    /// <summary>Adds the services.</summary>
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<TraceFinder>();
    }
}
