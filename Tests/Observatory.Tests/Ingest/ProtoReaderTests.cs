using Observatory.Otlp;
using Tta.Observatory.Tests.Metrics.Support;

namespace Tta.Observatory.Tests.Ingest;

public sealed class ProtoReaderTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(ulong.MaxValue)]
    public void A_varint_comes_back(ulong value)
    {
        var reader = new ProtoReader(new Proto().Varint(7, value).ToArray());

        Assert.True(reader.Next());
        Assert.Equal(7, reader.Field);
        Assert.Equal(value, reader.ReadVarint());
        Assert.False(reader.Next());
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1L)]
    [InlineData(0L)]
    [InlineData(long.MaxValue)]
    public void A_zigzag_number_comes_back(long value)
    {
        var reader = new ProtoReader(new Proto().SInt(1, value).ToArray());
        reader.Next();
        Assert.Equal(value, reader.ReadSignedVarint());
    }

    [Fact]
    public void Fixed_numbers_and_texts_come_back()
    {
        var reader = new ProtoReader(new Proto().Double(1, -0.5).Fixed32(2, 9).Fixed64(3, ulong.MaxValue).String(4, "ü").ToArray());
        reader.Next();
        Assert.Equal(-0.5, reader.ReadDouble());
        reader.Next();
        Assert.Equal(9U, reader.ReadFixed32());
        reader.Next();
        Assert.Equal(-1, reader.ReadSFixed64());
        reader.Next();
        Assert.Equal("ü", reader.ReadString());
        Assert.False(reader.Next());
    }

    [Fact]
    public void Unknown_fields_of_every_wire_type_are_passed_over_groups_too()
    {
        byte[] group = [(9 << 3) | 3, (1 << 3) | 0, 5, (2 << 3) | 3, (2 << 3) | 4, (9 << 3) | 4];
        byte[] message = [.. new Proto().Varint(1, 300).Fixed32(2, 1).Fixed64(3, 1).String(4, "x").ToArray(), .. group, .. new Proto().Varint(5, 42).ToArray()];
        var reader = new ProtoReader(message);
        while (reader.Next() && reader.Field != 5)
        {
            reader.Skip();
        }

        Assert.Equal(42UL, reader.ReadVarint());
    }

    [Theory]
    [InlineData(new byte[] { 0x08 })]
    [InlineData(new byte[] { 0x08, 0x80 })]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 })]
    [InlineData(new byte[] { 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 })]
    [InlineData(new byte[] { 0x00, 0x00 })]
    [InlineData(new byte[] { 0x0A, 0x02, 0x00 })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x09, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new byte[] { 0x0D, 1, 2, 3 })]
    [InlineData(new byte[] { 0x0C })]
    [InlineData(new byte[] { 0x0B })]
    [InlineData(new byte[] { 0x0B, 0x14 })]
    [InlineData(new byte[] { 0x0E, 0x00 })]
    [InlineData(new byte[] { 0x0F, 0x00 })]
    public void What_is_no_message_is_malformed(byte[] message) => Assert.Throws<MalformedProtobufException>(() =>
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            reader.Skip();
        }
    });

    [Fact]
    public void Groups_nested_without_end_are_malformed() => Assert.Throws<MalformedProtobufException>(() =>
    {
        var reader = new ProtoReader([.. Enumerable.Repeat((byte)0x0B, 100_000)]);
        reader.Next();
        reader.Skip();
    });

    [Fact]
    public void A_field_read_as_another_type_is_malformed() => Assert.Throws<MalformedProtobufException>(() =>
    {
        var reader = new ProtoReader(new Proto().Varint(1, 1).ToArray());
        reader.Next();
        reader.ReadBytes();
    });
}
