namespace Tta.AppHost;

/// <summary>Says what runs beside a container, only where there are containers.</summary>
/// <param name="Realize">Adds it to the model.</param>
internal sealed record CompanionAnnotation(Action Realize) : IResourceAnnotation;
