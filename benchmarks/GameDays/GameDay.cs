using System.Text.RegularExpressions;

namespace GameDays;

/// <summary>One thing that goes wrong, and what is to be said of it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="What">What goes wrong.</param>
/// <param name="Alert">The alert that is to fire; among those of this name the one with <paramref name="Label"/>.</param>
/// <param name="Label">The label that names the cause, if the alert has one, as <c>name=value</c>.</param>
/// <param name="Cause">What the home page is to say, of the cause and not of a consequence.</param>
/// <param name="Panel">What the panel is to show to which the home page leads.</param>
/// <param name="Inject">Lets it happen.</param>
/// <param name="Clear">Ends it.</param>
internal sealed record GameDay(
    string Name, string What, string Alert, string? Label, Regex Cause, Regex Panel, Func<SystemUnderTest, Task> Inject, Func<SystemUnderTest, Task> Clear)
{
    /// <summary>How soon the alert is to fire.</summary>
    public TimeSpan FiresWithin { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long it lasts though the alert may not have fired; null: until the alert has fired.</summary>
    public TimeSpan? Lasts { get; init; }
}
