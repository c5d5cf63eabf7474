using System.Text.Json;

namespace Observatory.Otlp.Json;

/// <summary>A field of a message.</summary>
/// <param name="Name">Its key: the name in lowerCamelCase.</param>
/// <param name="Number">Its number in protobuf.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsRepeated">Whether that is a list.</param>
/// <param name="Message">What it is when it is a message.</param>
internal sealed record JsonField(JsonEncodedText Name, int Number, JsonFieldKind Kind, bool IsRepeated = false, JsonMessage? Message = null)
{
    /// <summary>Its name in the .proto file, which protobuf's JSON takes as well.</summary>
    public JsonEncodedText OriginalName { get; } = JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(Name.Value));

    /// <summary>A list of numbers is one field with all of them.</summary>
    public bool IsPacked => IsRepeated && Kind > JsonFieldKind.Base64Bytes;
}
