namespace Tta.AppHost;

/// <summary>Says how a container resource runs where there are no containers.</summary>
/// <param name="Realize">Puts that in the container's place.</param>
/// <param name="Program">The program that it needs; <see langword="null"/> when it is part of another one.</param>
internal sealed record ProcessAlternativeAnnotation(Action Realize, ProgramOfMachine? Program) : IResourceAnnotation;
