using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Jaeger;

/// <summary>Writes traces in the JSON that Jaeger's query service answers.</summary>
/// <param name="json">Where to.</param>
/// <param name="flushIfLarge">Sends what was written when it is much, so that a large answer is never in memory as a whole.</param>
internal sealed class JaegerTraceWriter(Utf8JsonWriter json, Func<ValueTask> flushIfLarge)
{
    /// <summary>Writes one trace.</summary>
    public async Task WriteAsync(StoredTrace trace)
    {
        var processes = new ProcessNames();
        json.WriteStartObject();
        json.WriteString("traceID"u8, TraceIds.Trace(trace.Id));
        json.WriteStartArray("spans"u8);
        foreach (var span in trace.Spans)
        {
            Write(span, processes.NameOf(span.Process));
            await flushIfLarge().ConfigureAwait(false);
        }

        json.WriteEndArray();
        json.WriteStartObject("processes"u8);
        foreach (var (name, process) in processes.All)
        {
            json.WriteStartObject(name);
            json.WriteString("serviceName"u8, process.ServiceName);
            json.WriteStartArray("tags"u8);
            JaegerTags.WriteAttributes(json, process.ResourceAttributes, "service.name"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (trace.IsCut)
        {
            json.WriteStartArray("warnings"u8);
            json.WriteStringValue($"only the first {trace.Spans.Count} spans of this trace are kept");
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("warnings"u8);
        }

        json.WriteEndObject();
    }

    private void Write(StoredSpan span, string process)
    {
        var fields = new SpanMessage(span.Message.Span);
        json.WriteStartObject();
        json.WriteString("traceID"u8, TraceIds.Trace(span.Entry.TraceId));
        json.WriteString("spanID"u8, TraceIds.Span(span.Entry.SpanId));
        json.WriteString("operationName"u8, Encoding.UTF8.GetString(fields.Name));
        WriteReferences(span, fields);
        json.WriteNumber("startTime"u8, span.Entry.StartNanos / 1_000);
        json.WriteNumber("duration"u8, span.Entry.DurationNanos / 1_000);
        json.WriteStartArray("tags"u8);
        JaegerTags.WriteScope(json, span.Process);
        JaegerTags.WriteAttributes(json, fields.Attributes);
        WriteDerivedTags(span, fields);
        json.WriteEndArray();
        WriteLogs(fields);
        json.WriteString("processID"u8, process);
        WriteWarnings(fields);
        json.WriteEndObject();
    }

    private void WriteReferences(StoredSpan span, in SpanMessage fields)
    {
        json.WriteStartArray("references"u8);
        if (span.Entry.ParentId != 0)
        {
            WriteReference("CHILD_OF", span.Entry.TraceId, span.Entry.ParentId);
        }

        foreach (var link in fields.Links)
        {
            if (SpanMessage.TryReadLink(link, out var trace, out var id))
            {
                WriteReference("FOLLOWS_FROM", trace, id);
            }
        }

        json.WriteEndArray();
    }

    private void WriteReference(string type, UInt128 trace, ulong span)
    {
        json.WriteStartObject();
        json.WriteString("refType"u8, type);
        json.WriteString("traceID"u8, TraceIds.Trace(trace));
        json.WriteString("spanID"u8, TraceIds.Span(span));
        json.WriteEndObject();
    }

    private void WriteDerivedTags(StoredSpan span, in SpanMessage fields)
    {
        if (span.Entry.Kind != SpanKind.Unspecified)
        {
            JaegerTags.WriteText(json, "span.kind"u8, Encoding.UTF8.GetBytes(span.Entry.Kind.Name()));
        }

        if (span.Entry.Status != SpanStatus.Unset)
        {
            JaegerTags.WriteText(json, "otel.status_code"u8, span.Entry.Status == SpanStatus.Error ? "ERROR"u8 : "OK"u8);
        }

        if (span.Entry.Status == SpanStatus.Error)
        {
            JaegerTags.WriteBool(json, "error"u8, true);
        }

        if (!fields.StatusMessage.IsEmpty)
        {
            JaegerTags.WriteText(json, "otel.status_description"u8, fields.StatusMessage);
        }

        if (!fields.TraceState.IsEmpty)
        {
            JaegerTags.WriteText(json, "w3c.tracestate"u8, fields.TraceState);
        }
    }

    private void WriteLogs(in SpanMessage fields)
    {
        json.WriteStartArray("logs"u8);
        foreach (var happening in fields.Events)
        {
            var time = SpanMessage.ReadEvent(happening, out var name);
            json.WriteStartObject();
            json.WriteNumber("timestamp"u8, time / 1_000);
            json.WriteStartArray("fields"u8);
            if (!name.IsEmpty)
            {
                JaegerTags.WriteText(json, "event"u8, name);
            }

            JaegerTags.WriteAttributes(json, SpanMessage.AttributesOfEvent(happening));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteWarnings(in SpanMessage fields)
    {
        if (fields is { DroppedAttributes: 0, DroppedEvents: 0, DroppedLinks: 0 })
        {
            json.WriteNull("warnings"u8);
            return;
        }

        json.WriteStartArray("warnings"u8);
        WriteDropped(fields.DroppedAttributes, "attributes");
        WriteDropped(fields.DroppedEvents, "events");
        WriteDropped(fields.DroppedLinks, "links");
        json.WriteEndArray();
    }

    private void WriteDropped(uint count, string what)
    {
        if (count > 0)
        {
            json.WriteStringValue($"the sender dropped {count} {what} of this span");
        }
    }

    /// <summary>
    /// Names processes p1, p2, … in the order in which spans mention them; the same resource is one process whatever the scope.
    /// </summary>
    private sealed class ProcessNames
    {
        private readonly Dictionary<StoredProcess, string> _names = [];

        public List<(string Name, StoredProcess Process)> All { get; } = [];

        public string NameOf(StoredProcess process)
        {
            if (_names.TryGetValue(process, out var name))
            {
                return name;
            }

            var same = All.FindIndex(p => p.Process.Resource.Span.SequenceEqual(process.Resource.Span));
            if (same < 0)
            {
                same = All.Count;
                All.Add(($"p{same + 1}", process));
            }

            _names.Add(process, All[same].Name);
            return All[same].Name;
        }
    }
}
