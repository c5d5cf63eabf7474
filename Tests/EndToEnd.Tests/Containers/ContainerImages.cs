using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Tta.EndToEnd.Tests.Containers;

/// <summary>Whether this machine can run the system's containers, by the AppHost's own judgement.</summary>
internal static class ContainerImages
{
    /// <summary>Why it cannot; <see langword="null"/> when it can.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        var data = Directory.CreateTempSubdirectory("tta-choice-");
        try
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
                ["--Backends=auto", $"--Backends:Data={data.FullName}"]);
            var choice = builder.Resources.Single(resource => resource.Name == "backends").Annotations.OfType<ResourceSnapshotAnnotation>().Last()
                .InitialSnapshot.Properties.Single(property => property.Name == CustomResourceKnownProperties.Source).Value!.ToString()!;
            return choice.StartsWith("Processes: ", StringComparison.Ordinal) ? $"The system cannot be run as containers here: {choice["Processes: ".Length..]}." : null;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
