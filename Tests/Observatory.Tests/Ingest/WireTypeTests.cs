using System.Net;
using Observatory.Hosting;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

/// <summary>A known field in another layout than its own: the request is refused, or all that is stored of it can be read.</summary>
public sealed class WireTypeTests
{
    [Fact]
    public async Task A_field_of_another_type_is_malformed_or_does_no_harm()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path);
        var (refused, taken) = (0, 0);
        UInt128 id = 0;
        foreach (var (part, fields) in ((string, int)[])[("resource", 3), ("scope", 5), ("span", 17), ("event", 5), ("link", 7), ("status", 4)])
        {
            for (var field = 1; field < fields; field++)
            {
                foreach (var odd in Odd(field))
                {
                    id++;
                    using var answer = await observatory.ExportAsync(Request(id, part, odd));
                    if (answer.StatusCode == HttpStatusCode.BadRequest)
                    {
                        refused++;
                        continue;
                    }

                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    taken += await ReadAsync(observatory, id, $"field {field} of {part}") ? 1 : 0;
                }
            }
        }

        Assert.True(refused > 50 && taken > 30, $"{refused} refused, {taken} taken");
    }

    private static IEnumerable<Proto> Odd(int field) =>
        [new Proto().Varint(field, 7), new Proto().Fixed64(field, 7), new Proto().Fixed32(field, 7), new Proto().Bytes(field, [0x0A, 1, (byte)'x'])];

    private static byte[] Request(UInt128 id, string part, Proto odd)
    {
        Proto With(string name, Proto message) => part == name ? message.Append(odd) : message;
        var span = new TestSpan { Trace = id, Id = 1, Name = "odd" }.Message()
            .Message(11, With("event", new Proto().String(2, "e"))).Message(13, With("link", new Proto().Bytes(1, new byte[16]))).Message(15, With("status", new Proto()));
        var scope = new Proto().Message(1, With("scope", new Proto().String(1, "s"))).Message(2, With("span", span));
        return new Proto().Message(1, new Proto().Message(1, With("resource", new Proto().Attribute(1, "service.name", "odd"))).Message(2, scope)).ToArray();
    }

    /// <returns>False when the span was rejected for its ids or times.</returns>
    private static async Task<bool> ReadAsync(TestObservatory observatory, UInt128 id, string what)
    {
        foreach (var path in (string[])[$"/api/traces/{id:x32}", $"/api/v3/traces/{id:x32}", $"/trace/{id:x32}", "/search"])
        {
            using var page = await observatory.Http.GetAsync(observatory.Uri(ListenerRoles.Jaeger, path));
            if (page.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }

            Assert.True(page.StatusCode == HttpStatusCode.OK, $"{what}: {path} answers {page.StatusCode}");
            await page.Content.ReadAsStringAsync();
        }

        return true;
    }
}
