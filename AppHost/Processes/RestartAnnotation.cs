namespace Tta.AppHost;

/// <summary>Says that a resource is to be started again when it ends by itself.</summary>
internal sealed class RestartAnnotation : IResourceAnnotation;
