// Sends one trace, one counter, one histogram and one log record, by the exporters as they are. Usage: node send.js proto|http NAME
// Where to, OpenTelemetry's own variable says: OTEL_EXPORTER_OTLP_ENDPOINT. Prints the trace's id. What an exporter reports as failed ends it with 1.
import { context, diag, DiagLogLevel, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [encoding, name] = process.argv.slice(2);
const { OTLPTraceExporter } = await import(`@opentelemetry/exporter-trace-otlp-${encoding}`);
const { OTLPMetricExporter } = await import(`@opentelemetry/exporter-metrics-otlp-${encoding}`);
const { OTLPLogExporter } = await import(`@opentelemetry/exporter-logs-otlp-${encoding}`);

const fail = (...what) => {
  console.error(...what);
  process.exitCode = 1;
};
diag.setLogger({ error: fail, warn: fail, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);

const resource = resourceFromAttributes({ 'service.name': name, 'service.instance.id': '1' });
const tracers = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
const meters = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })] });
const loggers = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })] });

const tracer = tracers.getTracer('sender', '1.0.0');
const root = tracer.startSpan('checkout <script>', {
  kind: SpanKind.SERVER,
  attributes: { 'cart.items': 3, 'cart.total': 12.5, 'cart.gift': true, 'cart.names': ['tea', 'cup €'], 'cart.half': '\ud83d' },
});
const within = trace.setSpan(context.active(), root);
const child = tracer.startSpan('charge', { kind: SpanKind.CLIENT }, within);
child.recordException(new Error('declined'));
child.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
child.end();
root.end();

const meter = meters.getMeter('sender');
const suffix = name.replaceAll('-', '_');
meter.createCounter(`${suffix}_orders`).add(7, { country: 'nz' });
meter.createHistogram(`${suffix}_duration`, { unit: 's' }).record(0.2);

loggers.getLogger('sender').emit({
  severityNumber: 17,
  severityText: 'ERROR',
  body: `${name} was declined`,
  attributes: { attempt: 2 },
  context: trace.setSpan(context.active(), child),
});

await Promise.all([tracers.shutdown(), meters.shutdown(), loggers.shutdown()]);
console.log(root.spanContext().traceId);
