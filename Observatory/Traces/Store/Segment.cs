using Observatory.Storage;
using Observatory.Traces.Model;

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

    /// <summary>Reads a resource and scope of the segment, on which the caller holds a lease.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public StoredProcess ReadProcess(int process)
    {
        var reference = Processes[process];
        var bytes = new byte[reference.ResourceLength + reference.ScopeLength];
        return TryRead(reference.Offset, bytes)
            ? StoredProcess.Of(bytes.AsMemory(0, reference.ResourceLength), bytes.AsMemory(reference.ResourceLength))
            : throw new IOException($"the segment {Path} is shorter than it was");
    }

    /// <summary>Creates an empty segment.</summary>
    public static Segment Create(string directory, long id, Disk? disk = null) => new(directory, id, create: true, disk);

    /// <summary>Opens the segments of a directory, oldest first.</summary>
    public static List<Segment> OpenAll(string directory, Disk disk) =>
        Ids(SegmentFormat.Kind, directory).ConvertAll(id => new Segment(directory, id, create: false, disk));
}
