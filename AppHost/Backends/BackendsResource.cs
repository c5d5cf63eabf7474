namespace Tta.AppHost;

/// <summary>What the dashboard shows of the choice between containers and processes: a row that says which was taken and why.</summary>
/// <param name="name">The row's name.</param>
internal sealed class BackendsResource(string name) : Resource(name);
