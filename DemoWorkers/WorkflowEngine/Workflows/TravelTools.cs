using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;
using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.WorkflowEngine.Faults;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>
/// What the travel assistant looks things up with. The same question has the same answer; each look-up takes a few milliseconds, as one in a
/// table nearby would, and can be given a fault like any other step.
/// </summary>
internal sealed class TravelTools
{
    private static readonly string[] Skies = ["clear", "cloudy", "windy", "light rain", "heavy rain", "snow", "fog"];
    private static readonly string[] Duties = ["a dentist at 9:30", "a meeting at 11:00", "lunch at 12:30", "a call at 15:00", "a train at 17:40"];

    // Euros for one, to two digits; they are as invented as the rest.
    private static readonly Dictionary<Currency, decimal> Euros = new()
    {
        [Currency.EUR] = 1m,
        [Currency.NOK] = 0.085m,
        [Currency.CHF] = 1.06m,
        [Currency.GBP] = 1.15m,
        [Currency.USD] = 0.86m,
        [Currency.JPY] = 0.0058m,
    };

    private readonly StepFaults _faults;
    private readonly TimeProvider _time;

    public TravelTools(StepFaults faults, TimeProvider time)
    {
        (_faults, _time) = (faults, time);
        All = [Tool("weather", WeatherAsync), Tool("appointments", AppointmentsAsync), Tool("convert_money", ConvertAsync)];
        foreach (var tool in All)
        {
            faults.Register(tool.Name, StepKind.Function);
        }
    }

    /// <summary>The tools, as models are told of them.</summary>
    public IReadOnlyList<AITool> All { get; }

    [Description("Weather forecast for a city on a day of the week.")]
    internal async Task<string> WeatherAsync(string city, DayOfWeek day, CancellationToken cancellationToken)
    {
        var random = await LookUpAsync("weather", $"{city} {day}", cancellationToken);
        return random.Next(12) == 0
            ? throw new InvalidOperationException("No station reports from there.")
            : string.Create(CultureInfo.InvariantCulture, $"{city}, {day}: {random.Pick(Skies)}, {random.Next(30) - 5} degrees");
    }

    [Description("Appointments that the traveller has on a day of the week.")]
    internal async Task<string> AppointmentsAsync(DayOfWeek day, CancellationToken cancellationToken)
    {
        var random = await LookUpAsync("appointments", $"{day}", cancellationToken);
        return random.Next(3) == 0 ? $"{day}: none" : $"{day}: {random.Pick(Duties)}";
    }

    [Description("Converts an amount of money from one currency to another.")]
    internal async Task<string> ConvertAsync(int amount, Currency from, Currency to, CancellationToken cancellationToken)
    {
        await LookUpAsync("convert_money", $"{amount} {from} {to}", cancellationToken);
        return from == to
            ? throw new InvalidOperationException("Both are the same currency.")
            : string.Create(CultureInfo.InvariantCulture, $"{amount} {from} are {amount * Euros[from] / Euros[to]:0.00} {to}");
    }

    /// <summary>Waits as long as a look-up takes, and gives what decides its answer.</summary>
    private async Task<DeterministicRandom> LookUpAsync(string tool, string question, CancellationToken cancellationToken)
    {
        await _faults.DelayAsync(tool, cancellationToken);
        if (_faults.Fails(tool))
        {
            throw new StepFailedException(tool);
        }

        var random = DeterministicRandom.From(tool, question);
        await Task.Delay(TimeSpan.FromMilliseconds(3 + random.Next(20)), _time, cancellationToken);
        return random;
    }

    private static AIFunction Tool(string name, Delegate function) => AIFunctionFactory.Create(function, name);
}
