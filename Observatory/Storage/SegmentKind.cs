namespace Observatory.Storage;

/// <summary>What segment files hold.</summary>
/// <param name="Extension">How their names end, dot included.</param>
/// <param name="Magic">Their first bytes: what it is, and the version of the layout.</param>
/// <param name="FirstMagic">
/// The first bytes of the layout's first version, which had no key: such files are read, but not past a damaged frame, and not written to.
/// </param>
internal sealed record SegmentKind(string Extension, byte[] Magic, byte[] FirstMagic)
{
    /// <summary>The key of all files of the first version.</summary>
    public static FrameKey FirstKey => new(0x3146424F, 0);
}
