using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;

namespace Tta.Primitives.Tests.Support;

/// <summary>A response of System.ClientModel, as the official model clients' exceptions carry it.</summary>
internal sealed class FakePipelineResponse(int status, string? retryAfter, string? milliseconds = null) : PipelineResponse
{
    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override BinaryData Content { get; } = BinaryData.FromString("");

    protected override PipelineResponseHeaders HeadersCore => new Told(retryAfter, milliseconds);

    public override BinaryData BufferContent(CancellationToken cancellationToken = default) => Content;

    public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(Content);

    public override void Dispose()
    {
    }

    private sealed class Told(string? retryAfter, string? milliseconds) : PipelineResponseHeaders
    {
        public override IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            (retryAfter is null ? [] : new Dictionary<string, string> { ["Retry-After"] = retryAfter }).GetEnumerator();

        public override bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
        {
            value = name.ToUpperInvariant() switch
            {
                "RETRY-AFTER" => retryAfter,
                "RETRY-AFTER-MS" => milliseconds,
                _ => null,
            };
            return value is not null;
        }

        public override bool TryGetValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetValue(name, out string? value) ? [value] : null;
            return values is not null;
        }
    }
}
