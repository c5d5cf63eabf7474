using System.Text.RegularExpressions;

namespace Tta.AppHost.Tests;

/// <summary>What <c>./up</c> takes for granted of the model.</summary>
public sealed partial class ScriptTests(ProcessModel model) : IClassFixture<ProcessModel>
{
    [Fact]
    public void When_what_up_waits_for_is_healthy_everything_is()
    {
        var waited = LastResources().Match(File.ReadAllText(Path.GetFullPath("../scripts/aspire.sh", Projects.AppHost.ProjectPath)))
            .Groups[1].Value.Split(' ').ToHashSet();
        var reached = new HashSet<string>();
        foreach (var name in waited)
        {
            Reach(name, reached);
        }

        Assert.Equal(AppModel.Everything.Order(), reached.Where(AppModel.Everything.Contains).Order());
    }

    private void Reach(string name, HashSet<string> reached)
    {
        if (reached.Add(name))
        {
            foreach (var wait in model.Annotations<WaitAnnotation>(name))
            {
                Reach(wait.Resource.Name, reached);
            }
        }
    }

    [GeneratedRegex("last_resources=\"([^\"]+)\"")]
    private static partial Regex LastResources();
}
