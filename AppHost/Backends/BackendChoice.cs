using System.Globalization;

namespace Tta.AppHost;

/// <summary>Which of the two ways a run takes, and why.</summary>
/// <param name="Mode">The way.</param>
/// <param name="Reason">Why, in words that follow "because".</param>
internal sealed record BackendChoice(BackendMode Mode, string Reason)
{
    /// <summary>The setting that decides: <c>containers</c>, <c>processes</c> or <c>auto</c> (the default).</summary>
    public const string Setting = "Backends";

    /// <summary>
    /// Decides. <c>auto</c> takes containers when an engine answers and every image is there or can be pulled, and processes otherwise.
    /// </summary>
    /// <param name="asked">The setting's value.</param>
    /// <param name="obstacle">Asks the machine why containers cannot be run; <see langword="null"/> when they can.</param>
    /// <exception cref="DistributedApplicationException">The setting has another value.</exception>
    public static BackendChoice Make(string? asked, Func<string?> obstacle) => asked?.ToLower(CultureInfo.InvariantCulture) switch
    {
        "processes" => new(BackendMode.Processes, $"{Setting}=processes asks for them"),
        "containers" => new(BackendMode.Containers, $"{Setting}=containers asks for them"),
        null or "" or "auto" => obstacle() is { } reason
            ? new(BackendMode.Processes, reason)
            : new(BackendMode.Containers, "a container engine answers, and has the images or can pull them"),
        _ => throw new DistributedApplicationException($"{Setting}={asked} is not known: it is containers, processes or auto."),
    };
}
