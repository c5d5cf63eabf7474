using Tta.Deployment.Compose;
using Tta.Deployment.Kubernetes;
using Tta.Deployment.Manifest;
using Tta.Deployment.Output;
using Tta.Deployment.Workloads;

namespace Tta.Deployment;

/// <summary>Reads everything, then writes everything: an error leaves the output as it was.</summary>
internal static class DeploymentRun
{
    /// <summary>Writes for Compose.</summary>
    /// <exception cref="DeploymentException">It cannot be deployed as it is.</exception>
    public static void Compose(DeploymentOptions options, TextWriter output)
    {
        var directory = Path.GetFullPath(options.Output);
        var kept = EnvFile.Read(Path.Combine(directory, EnvFile.Name));
        var plan = DeploymentPlanner.Plan(options, kept);
        var notes = new List<string>(plan.Notes);
        var compose = ComposeWriter.Write(plan, directory, notes);
        // The project's name, where every implementation of Compose looks for it.
        var own = new Dictionary<string, string> { ["COMPOSE_PROJECT_NAME"] = plan.Name };
        Finish(directory, [compose, EnvFile.Write(kept, own, plan.Parameters)], plan, notes, output);
        var file = Path.Combine(ManifestParser.DisplayName(directory), ComposeWriter.FileName);
        output.WriteLine($"  docker compose -f {file} up -d        (or podman-compose)");
    }

    /// <summary>Writes for Kubernetes.</summary>
    /// <exception cref="DeploymentException">It cannot be deployed as it is.</exception>
    public static void Kubernetes(DeploymentOptions options, TextWriter output)
    {
        var directory = Path.GetFullPath(options.Output);
        var kept = EnvFile.Read(Path.Combine(directory, EnvFile.Name));
        var plan = DeploymentPlanner.Plan(options, kept);
        var files = KubernetesWriter.Write(plan, options);
        Finish(directory, [.. files, EnvFile.Write(kept, new Dictionary<string, string>(), plan.Parameters)], plan, plan.Notes, output);
        // Applied by the client, what a ConfigMap holds would be kept twice, and the copy may have 256 KiB only.
        output.WriteLine($"  kubectl apply --server-side -k {ManifestParser.DisplayName(directory)}");
    }

    private static void Finish(
        string directory, IReadOnlyList<OutputFile> files, DeploymentPlan plan, IReadOnlyList<string> notes, TextWriter output)
    {
        OutputDirectory.Write(directory, files);
        var names = string.Join(", ", files.Select(file => file.Name));
        output.WriteLine($"Wrote {files.Count} files to {ManifestParser.DisplayName(directory)}: {names}");
        foreach (var note in notes)
        {
            output.WriteLine($"Note: {note}");
        }

        output.WriteLine("Next, where the engine is:");
        foreach (var image in plan.Images)
        {
            output.WriteLine($"  {image.BuildCommand}");
        }
    }
}
