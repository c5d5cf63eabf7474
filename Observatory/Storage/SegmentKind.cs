namespace Observatory.Storage;

/// <summary>What segment files hold.</summary>
/// <param name="Extension">How their names end, dot included.</param>
/// <param name="Magic">Their first bytes: what it is, and the version of the layout.</param>
internal sealed record SegmentKind(string Extension, byte[] Magic);
