namespace ManifestHost;

/// <summary>Which ports a stack listens on when nobody asked for a particular one.</summary>
public enum PortSelection
{
    /// <summary>The ports people know (the manifest's), or a free one where such a port is taken.</summary>
    WellKnown,

    /// <summary>Free ports only, none of the well-known ones: several stacks can run side by side.</summary>
    Random,
}
