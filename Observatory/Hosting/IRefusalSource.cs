namespace Observatory.Hosting;

/// <summary>Something that may have to refuse telemetry for a while. Registered as a singleton; whoever tells people of it asks all that there are.</summary>
internal interface IRefusalSource
{
    /// <summary>
    /// Why telemetry is refused now, as a sentence that names what is missing and what to do
    /// (<c>The disk of /data has 12 MiB left; below OBSERVATORY__MINFREEDISKBYTES (256 MiB) traces are refused.</c>), or null while it is taken.
    /// </summary>
    string? Refusing { get; }
}
