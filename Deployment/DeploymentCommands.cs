using System.CommandLine;
using System.Globalization;

namespace Tta.Deployment;

/// <summary>The command line.</summary>
internal sealed class DeploymentCommands
{
    /// <summary>Exit code when nothing could be written.</summary>
    public const int CannotDeploy = 1;

    private readonly Option<string> _manifest = new("--manifest")
    {
        Description = "The manifest that the AppHost publishes.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "aspire-manifest.json",
    };

    private readonly Option<string?> _settings = new("--settings")
    {
        Description = "What a manifest cannot say: users, probes, ports, amounts [default: deployment.json beside the manifest]",
        HelpName = "FILE",
    };

    private readonly Option<string> _imagePrefix = new("--image-prefix")
    {
        Description = "Registry and path of the projects' images, e.g. ghcr.io/me.",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _imageTag = new("--image-tag")
    {
        Description = "Tag of the projects' images.",
        HelpName = "TAG",
        DefaultValueFactory = _ => "latest",
    };

    private readonly Option<string[]> _replicas = new("--replicas")
    {
        Description = "How often each stateless resource runs, or one of them. May be given several times.",
        HelpName = "N|RESOURCE=N",
    };

    private readonly Option<string[]> _parameters = new("--parameter")
    {
        Description = "A parameter's value; the environment variable Parameters__NAME does the same.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        Description = "The namespace, which is created [default: the one that it is applied to]",
        HelpName = "NAME",
    };

    private readonly Option<string?> _storageClass = new("--storage-class")
    {
        Description = "The class of the volumes' claims [default: the cluster's]",
        HelpName = "NAME",
    };

    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private DeploymentCommands(TextWriter output, TextWriter error)
    {
        _output = output;
        _error = error;
    }

    /// <summary>The root command.</summary>
    /// <param name="output">What was done.</param>
    /// <param name="error">What could not be done.</param>
    public static RootCommand Root(TextWriter output, TextWriter error) => new DeploymentCommands(output, error).Create();

    private RootCommand Create()
    {
        var root = new RootCommand("Writes what a container engine runs from an Aspire manifest.");
        root.Subcommands.Add(Command("compose", "A Compose file, and .env with the parameters' values.", DeploymentRun.Compose));
        root.Subcommands.Add(Command(
            "kubernetes",
            "Kubernetes objects and a kustomization, and .env with the parameters' values.",
            DeploymentRun.Kubernetes,
            _namespace,
            _storageClass));
        return root;
    }

    private Command Command(string name, string description, Action<DeploymentOptions, TextWriter> run, params Option[] own)
    {
        var folder = new Option<string>("--output")
        {
            Description = "The folder to write.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "deploy/" + name,
        };
        var command = new Command(name, description);
        foreach (var option in (Option[])[folder, _manifest, _settings, _imagePrefix, _imageTag, _replicas, _parameters, .. own])
        {
            command.Options.Add(option);
        }

        command.SetAction(arguments =>
        {
            try
            {
                run(Options(arguments, folder), _output);
                return 0;
            }
            catch (DeploymentException problem)
            {
                _error.WriteLine(problem.Message);
                return CannotDeploy;
            }
        });
        return command;
    }

    private DeploymentOptions Options(ParseResult arguments, Option<string> folder)
    {
        var replicas = (arguments.GetValue(_replicas) ?? [])
            .Select(text => text.Contains('=', StringComparison.Ordinal) ? text : "=" + text);
        var replicasOf = Pairs("--replicas", replicas).ToDictionary(pair => pair.Key, pair => Count(pair.Value), StringComparer.Ordinal);
        int? all = replicasOf.Remove("", out var count) ? count : null;
        return new DeploymentOptions
        {
            ManifestPath = arguments.GetValue(_manifest)!,
            SettingsPath = arguments.GetValue(_settings),
            Output = arguments.GetValue(folder)!,
            ImagePrefix = arguments.GetValue(_imagePrefix)!,
            ImageTag = arguments.GetValue(_imageTag)!,
            Replicas = all,
            ReplicasOf = replicasOf,
            Parameters = Pairs("--parameter", arguments.GetValue(_parameters) ?? []),
            Namespace = arguments.GetValue(_namespace),
            StorageClass = arguments.GetValue(_storageClass),
        };
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000
            ? count
            : throw new DeploymentException($"--replicas {text}: expected a whole number from 1 to 1000, or RESOURCE=N.");

    private static Dictionary<string, string> Pairs(string option, IEnumerable<string> texts)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !pairs.TryAdd(parts[0], parts[1]))
            {
                throw new DeploymentException(parts.Length == 2
                    ? $"{option} {parts[0]}: was given twice; remove one."
                    : $"{option}: expected NAME=VALUE, found no '='.");
            }
        }

        return pairs;
    }
}
