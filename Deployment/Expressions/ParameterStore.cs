using Tta.Deployment.Manifest;

namespace Tta.Deployment.Expressions;

/// <summary>
/// Values of parameters: given on the command line, in an environment variable, kept from the last run, by default, or generated – in
/// this order.
/// </summary>
internal sealed class ParameterStore
{
    private readonly IReadOnlyDictionary<string, string> _given;
    private readonly Func<string, string?> _environment;
    private readonly IReadOnlyDictionary<string, string> _kept;
    private readonly OrderedDictionary<string, (ParameterValue Value, string Owner)> _used = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];

    /// <summary>Creates a store.</summary>
    /// <param name="given">Parameter → value, from the command line.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="kept">Variable → value, from an earlier run.</param>
    public ParameterStore(
        IReadOnlyDictionary<string, string> given, Func<string, string?> environment, IReadOnlyDictionary<string, string> kept)
    {
        _given = given;
        _environment = environment;
        _kept = kept;
    }

    /// <summary>Every parameter that something needed, in the order of need.</summary>
    public IEnumerable<ParameterValue> Used => _used.Values.Select(entry => entry.Value);

    /// <summary>
    /// The value of a parameter's input. One without a value is noted for <see cref="RequireAll"/>, so that all are named at once.
    /// </summary>
    public ParameterValue Get(ResourceDefinition parameter, string input, string? fallback, SourceLocation neededAt)
    {
        var definition = parameter.Inputs[input];
        var variable = Variable(input == "value" ? parameter.Name : $"{parameter.Name}-{input}");
        var value = Given(parameter.Name)
            ?? _kept.GetValueOrDefault(variable)
            ?? fallback
            ?? (definition.Generate is { } rule ? SecretGenerator.Generate(rule) : null);
        if (value is null)
        {
            _missing.Add($"{neededAt}: needs the parameter '{parameter.Name}', which has no value; "
                + $"add --parameter {parameter.Name}=VALUE or set the environment variable "
                + $"Parameters__{parameter.Name.Replace('-', '_')}.");
        }

        return Remember(new ParameterValue(variable, value ?? "", definition.IsSecret || definition.Generate is not null), parameter);
    }

    /// <summary>A value that follows from parameters.</summary>
    public ParameterValue Derived(ResourceDefinition resource, string value, bool isSecret) =>
        Remember(new ParameterValue(Variable(resource.Name), value, isSecret), resource);

    /// <summary>Ends when a parameter has no value.</summary>
    /// <exception cref="DeploymentException">It names every one.</exception>
    public void RequireAll()
    {
        if (_missing.Count > 0)
        {
            throw new DeploymentException(string.Join(Environment.NewLine, _missing));
        }
    }

    /// <summary>The environment variable for a resource's name.</summary>
    public static string Variable(string name) => name.Replace('-', '_').ToUpperInvariant();

    private string? Given(string parameter) =>
        _given.GetValueOrDefault(parameter)
        ?? _environment("Parameters__" + parameter)
        ?? _environment("Parameters__" + parameter.Replace('-', '_'));

    private ParameterValue Remember(ParameterValue value, ResourceDefinition owner)
    {
        if (_used.TryGetValue(value.Variable, out var other) && other.Owner != owner.Name)
        {
            throw owner.At.Error($"would be the variable {value.Variable}, which '{other.Owner}' is already; rename one of them.");
        }

        _used[value.Variable] = (value, owner.Name);
        return value;
    }
}
