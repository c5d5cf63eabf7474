using Tta.Deployment.Expressions;

namespace Tta.Deployment.Workloads;

/// <summary>Everything that is to be deployed, before it is an engine's.</summary>
/// <param name="Name">The application's name.</param>
/// <param name="Workloads">The containers; each after those it depends on.</param>
/// <param name="Images">The images that have to be made, each once.</param>
/// <param name="Parameters">The parameters that take part.</param>
/// <param name="Notes">What whoever deploys should know.</param>
internal sealed record DeploymentPlan(
    string Name,
    IReadOnlyList<Workload> Workloads,
    IReadOnlyList<ProjectImage> Images,
    IReadOnlyList<ParameterValue> Parameters,
    IReadOnlyList<string> Notes);
