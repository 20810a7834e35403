import type { Attributes, Span, SpanKind } from '@opentelemetry/api';
import { version } from '../version.js';

/** A piece of work in a trace. */
export type TraceSpan = Span;

export interface SpanOptions {
  readonly kind: 'server' | 'internal' | 'client';
  readonly attributes?: Attributes;
  readonly parent?: TraceSpan | undefined;
  /** What the caller sent as `traceparent` (W3C Trace Context): the span goes on with the caller's trace. */
  readonly traceparent?: string | undefined;
  /** Milliseconds ago; now when left out. */
  readonly startedBefore?: number;
}

/** Makes spans and sends them to a collector. */
export interface Tracing {
  start(name: string, options: SpanOptions): TraceSpan;
  /** Marks a span as failed. */
  fail(span: TraceSpan): void;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

/**
 * Starts tracing to a collector, by OTLP over HTTP. OpenTelemetry is loaded here and nowhere else: who has no collector
 * does not pay for it.
 *
 * @param endpoint without a path
 */
export async function startTracing(endpoint: string): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'spoor', 'service.version': version }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('spoor', version);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
  const kinds: Record<SpanOptions['kind'], SpanKind> = {
    server: SpanKind.SERVER,
    internal: SpanKind.INTERNAL,
    client: SpanKind.CLIENT,
  };

  return {
    start(name, { kind, attributes = {}, parent, traceparent, startedBefore = 0 }) {
      const caller = readTraceparent(traceparent);
      const above = parent?.spanContext() ?? (caller && { ...caller, isRemote: true });
      const context = above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
      return tracer.startSpan(name, { kind: kinds[kind], attributes, startTime: Date.now() - startedBefore }, context);
    },
    fail: (span) => void span.setStatus({ code: SpanStatusCode.ERROR }),
    // A collector that is gone must not hold up the end of the process.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** W3C Trace Context, section 3.2: anything else counts as not sent. */
function readTraceparent(
  header: string | undefined,
): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number } | undefined {
  const match = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(
    header ?? '',
  );
  const [, traceId, spanId, flags] = match ?? [];
  return traceId && spanId && flags ? { traceId, spanId, traceFlags: parseInt(flags, 16) & 1 } : undefined;
}
