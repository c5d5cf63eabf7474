using System.Text;
using Tta.Deployment.Expressions;
using Tta.Deployment.Manifest;

namespace Tta.Deployment.Output;

/// <summary>
/// The file <c>.env</c>: the parameters' values, readable by its owner alone. Compose reads it; the next run takes the values from it, so
/// that passwords stay what the volumes know. Lines of others stay in it.
/// </summary>
internal static class EnvFile
{
    public const string Name = ".env";

    /// <summary>The variables of a file; none when it is not there.</summary>
    /// <exception cref="DeploymentException">It cannot be read, or a line is no <c>NAME=VALUE</c>.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return values;
        }

        var number = 0;
        foreach (var line in ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split('=', 2);
            values[parts[0]] = parts.Length == 2
                ? Unquote(parts[1])
                : throw new SourceLocation(ManifestParser.DisplayName(path), number).Error("expected NAME=VALUE.");
        }

        return values;
    }

    /// <summary>The file for these parameters.</summary>
    /// <param name="kept">What it held before.</param>
    /// <param name="own">Variables that are no parameters; what the file held before wins.</param>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="DeploymentException">A value has characters that the file cannot hold.</exception>
    public static OutputFile Write(
        IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> own, IReadOnlyList<ParameterValue> parameters)
    {
        var values = new OrderedDictionary<string, string>(own, StringComparer.Ordinal);
        foreach (var (name, value) in kept)
        {
            values[name] = value;
        }

        foreach (var parameter in parameters)
        {
            values[parameter.Variable] = parameter.Value;
        }

        var text = new StringBuilder("# Values of the manifest's parameters. They are kept when the deployment is written again.\n");
        foreach (var (name, value) in values)
        {
            text.Append(name).Append('=').Append(Quote(name, value)).Append('\n');
        }

        return new OutputFile(Name, text.ToString(), isPrivate: true);
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DeploymentException($"{ManifestParser.DisplayName(path)}: cannot be read: {error.Message}", error);
        }
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '\'' or '"' && value[^1] == value[0] ? value[1..^1] : value;

    // Single quotes are what every reader of such files takes literally.
    private static string Quote(string name, string value)
    {
        if (value.AsSpan().ContainsAny('\'', '\n', '\r'))
        {
            throw new DeploymentException(
                $"the value of {name} has an apostrophe or a line break, which {Name} cannot hold; choose another.");
        }

        return value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '%' or '+') ? value : $"'{value}'";
    }
}
