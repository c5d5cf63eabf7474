namespace ManifestHost.Manifest;

/// <summary>The packages that bring a resource's program.</summary>
internal sealed record PackageNames(string? Apt, string? Brew)
{
    /// <summary>How to install it on this kind of machine, or on any when it is not known here.</summary>
    public string Advice()
    {
        var apt = Apt is null ? null : $"apt-get install {Apt}";
        var brew = Brew is null ? null : $"brew install {Brew}";
        return (OperatingSystem.IsMacOS() ? brew ?? apt : apt ?? brew)!;
    }
}
