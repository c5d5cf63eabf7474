namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>What went wrong, in the terms of the OpenAI wire format.</summary>
internal sealed record ApiError(string Message, string Type, string? Param, string? Code);

/// <summary>The body of an error answer.</summary>
internal sealed record ApiErrorBody(ApiError Error);
