namespace Tta.AppHost;

/// <summary>
/// What a container resource is while it runs as a program of this machine: the same name and the same annotations, realised another way.
/// It mirrors what <c>PublishAsDockerFile</c> does with an executable.
/// </summary>
/// <param name="inner">The container resource in whose place it is.</param>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">Where it runs.</param>
internal class ProcessResource(ContainerResource inner, string command, string workingDirectory)
    : ExecutableResource(inner.Name, command, workingDirectory)
{
    /// <inheritdoc/>
    public override ResourceAnnotationCollection Annotations => inner.Annotations;
}
