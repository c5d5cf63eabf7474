namespace Observatory.Traces.Columns;

/// <summary>How the values of a column are written.</summary>
internal enum ColumnKind : byte
{
    /// <summary>Protobuf varints.</summary>
    Number = 0,

    /// <summary>Texts, bytes and whole messages: a dictionary, and for each value its place in it.</summary>
    Text = 1,

    /// <summary>8 bytes each, by dictionary.</summary>
    Word64 = 2,

    /// <summary>4 bytes each, by dictionary.</summary>
    Word32 = 3,

    /// <summary>Nanoseconds since 1970 in 8 bytes, as difference from the span's start.</summary>
    Time = 4,

    /// <summary>Whole spans that have no shape: neither a tag nor a length stands before them.</summary>
    Whole = 5,
}

/// <summary>Which message a column's field is of: fields of the same number in different messages are different columns.</summary>
internal enum MessageKind : byte
{
    Span = 0,
    Event = 1,
    Link = 2,
    Status = 3,
}

/// <summary>The steps of a shape: how a span's message is put together from what is known of it and from columns.</summary>
internal enum ShapeStep : byte
{
    /// <summary>A field whose value is in a column; the column's number follows.</summary>
    Field = 0,

    /// <summary>A field that is among what every span has; its <see cref="KnownField"/> follows.</summary>
    Known = 1,

    /// <summary>A nested message begins; its tag follows.</summary>
    Open = 2,

    /// <summary>It ends.</summary>
    Close = 3,
}

/// <summary>Fields of spans that have columns of their own.</summary>
internal enum KnownField : byte
{
    Trace = 0,
    Span = 1,
    Parent = 2,
    Name = 3,
    Kind = 4,
    Start = 5,
    End = 6,
    Status = 7,
}

/// <summary>Protobuf's tags in a Span message and below it: the number of the field and how it is written.</summary>
internal static class SpanTags
{
    public const uint Trace = (1 << 3) | 2;
    public const uint Span = (2 << 3) | 2;
    public const uint Parent = (4 << 3) | 2;
    public const uint Name = (5 << 3) | 2;
    public const uint Kind = 6 << 3;
    public const uint Start = (7 << 3) | 1;
    public const uint End = (8 << 3) | 1;
    public const uint Attribute = (9 << 3) | 2;
    public const uint Event = (11 << 3) | 2;
    public const uint Link = (13 << 3) | 2;
    public const uint Status = (15 << 3) | 2;
    public const uint EventTime = (1 << 3) | 1;
    public const uint EventName = (2 << 3) | 2;
    public const uint EventAttribute = (3 << 3) | 2;
    public const uint LinkAttribute = (4 << 3) | 2;
    public const uint StatusCode = 3 << 3;
    public const byte Key = (1 << 3) | 2;
    public const byte Value = (2 << 3) | 2;

    /// <summary>The tag of a field that every span has.</summary>
    public static uint Of(KnownField field) => field switch
    {
        KnownField.Trace => Trace,
        KnownField.Span => Span,
        KnownField.Parent => Parent,
        KnownField.Name => Name,
        KnownField.Kind => Kind,
        KnownField.Start => Start,
        KnownField.End => End,
        _ => StatusCode,
    };
}
