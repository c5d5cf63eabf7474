using System.Globalization;

namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>The body of <c>PUT /faults/{step}</c>: what is not given stays as it is.</summary>
internal sealed record StepFaultChange(double? ErrorRate, double? DelaySeconds, double? MissRate)
{
    private const double LongestDelaySeconds = 60;

    /// <summary>Applies the change to the fault of a step of this kind, or says what is wrong with it.</summary>
    public StepFault Apply(StepFault current, StepKind kind, out string? problem)
    {
        var runs = kind is StepKind.Function or StepKind.ModelCall;
        problem = Check("errorRate", ErrorRate, 1, kind is not StepKind.Cache, kind)
            ?? Check("delaySeconds", DelaySeconds, LongestDelaySeconds, runs, kind)
            ?? Check("missRate", MissRate, 1, kind is StepKind.Cache, kind);
        return problem is not null
            ? current
            : new StepFault(ErrorRate ?? current.ErrorRate, DelaySeconds ?? current.DelaySeconds, MissRate ?? current.MissRate);
    }

    private static string? Check(string name, double? value, double max, bool applies, StepKind kind) => value switch
    {
        null => null,
        _ when !applies => $"The step cannot have {name}: it is {Describe(kind)}.",
        >= 0 when value <= max => null,
        _ => string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: expected a number from 0 to {max}."),
    };

    private static string Describe(StepKind kind) => kind switch
    {
        StepKind.Function => "a function, which takes errorRate and delaySeconds",
        StepKind.ModelCall => "a model call, which takes errorRate and delaySeconds",
        StepKind.Check => "a check, which takes errorRate",
        _ => "a cache, which takes missRate",
    };
}
