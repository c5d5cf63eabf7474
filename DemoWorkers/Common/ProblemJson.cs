using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Tta.DemoWorkers.Common;

/// <summary>Serializers of error answers (RFC 9457), generated at build time.</summary>
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ProblemJson : JsonSerializerContext;
