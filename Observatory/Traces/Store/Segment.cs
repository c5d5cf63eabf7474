using Observatory.Storage;

namespace Observatory.Traces.Store;

/// <summary>One file of spans with what the index keeps about it.</summary>
internal sealed class Segment : SegmentFile
{
    private Segment(string directory, long id, bool create, Disk? disk)
        : base(SegmentFormat.Kind, directory, id, create, disk)
    {
    }

    /// <summary>Spans in it.</summary>
    public int Spans { get; set; }

    /// <summary>Blocks of the index that are its own.</summary>
    public int Blocks { get; set; }

    /// <summary>Its resources and scopes.</summary>
    public ProcessTable Processes { get; } = new();

    /// <summary>Creates an empty segment.</summary>
    public static Segment Create(string directory, long id, Disk? disk = null) => new(directory, id, create: true, disk);

    /// <summary>Opens the segments of a directory, oldest first.</summary>
    public static List<Segment> OpenAll(string directory, Disk disk) =>
        Ids(SegmentFormat.Kind, directory).ConvertAll(id => new Segment(directory, id, create: false, disk));
}
