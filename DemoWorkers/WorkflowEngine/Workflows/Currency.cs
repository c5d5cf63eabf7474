using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>What people pay with, by ISO 4217.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Currency>))]
internal enum Currency
{
    /// <summary>Euro.</summary>
    EUR,

    /// <summary>Norwegian krone.</summary>
    NOK,

    /// <summary>Swiss franc.</summary>
    CHF,

    /// <summary>Pound sterling.</summary>
    GBP,

    /// <summary>US dollar.</summary>
    USD,

    /// <summary>Yen.</summary>
    JPY,
}
