import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../version.js';
import { BoundedLabels } from './bounded-labels.js';

/** One flat list: every metric of Spoor, and how it is counted. docs/operations.md tells what each is for. */

/** Seconds. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const OPERATIONS = 100;

/** Statements of ours have names that we give; some are made of what is asked, from a few parts. */
const STATEMENTS = 200;

/** What a request was, when it has been answered. */
export interface AnsweredRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface ExecutedOperation {
  readonly name: string;
  readonly hasFailed: boolean;
  readonly milliseconds: number;
}

/** A batch that is committed. */
export interface CommittedBatch {
  /** The route that it came by, or the command. */
  readonly source: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Codes of its dead letters. */
  readonly deadLetters: readonly string[];
  readonly bytes: number;
  readonly milliseconds: number;
  /** For each of its events: receipt less event time, in milliseconds. */
  readonly lags: readonly number[];
}

/** Connections of a pool that are open, those that nobody uses, and statements that wait for one. */
interface Pooled {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** One attempt to deliver a message of a webhook. */
export interface WebhookAttempt {
  /** Undefined when the message was accepted. */
  readonly failure: string | undefined;
  readonly events: number;
  readonly duration: number;
  /** Milliseconds since the first event of a message that was accepted was committed. */
  readonly lag: number | undefined;
}

/** What is looked up when the metrics are asked for. */
export interface Gauges {
  readonly bytesInFlight: () => number;
  /** By the pool's name. */
  readonly pools: () => Readonly<Record<string, Pooled>>;
  readonly feed: () => FeedSize;
  /** Midnight (UTC, milliseconds) of the oldest day with a partition; undefined while nobody knows. */
  readonly oldestPartition: () => Promise<number | undefined>;
}

/** Who follows the end of the feed in this process. */
export interface FeedSize {
  readonly followers: number;
  /** Filters that differ, or that see other hosts. */
  readonly filters: number;
  /** Batches that are known of and not read yet. */
  readonly behind: number;
}

/** What carries subscriptions. */
export type Transport = 'websocket' | 'sse';

export class Metrics {
  private readonly registry = new Registry();
  private readonly operations: BoundedLabels;
  private readonly statements = new BoundedLabels(STATEMENTS);
  private readonly eventLoop: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });
  private readonly registers = [this.registry];

  /** @param knownOperations names that always have a label of their own */
  constructor(knownOperations: Iterable<string> = []) {
    this.operations = new BoundedLabels(OPERATIONS, knownOperations);
    this.eventLoop.enable();
    this.describeProcess();
  }

  private readonly httpRequests = new Counter({
    name: 'spoor_http_requests_total',
    help: 'Requests answered, by method, route pattern and status; 499 is a client that went away',
    labelNames: ['method', 'route', 'status'],
    registers: this.registers,
  });

  private readonly httpDuration = new Histogram({
    name: 'spoor_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, by method and route pattern',
    labelNames: ['method', 'route'],
    buckets: DURATIONS,
    registers: this.registers,
  });

  private readonly graphqlOperations = new Counter({
    name: 'spoor_graphql_operations_total',
    help: 'GraphQL operations, by name and outcome (ok or error)',
    labelNames: ['operation', 'outcome'],
    registers: this.registers,
  });

  private readonly graphqlDuration = new Histogram({
    name: 'spoor_graphql_operation_duration_seconds',
    help: 'Time of a GraphQL operation from parsing to its answer, by name',
    labelNames: ['operation'],
    buckets: DURATIONS,
    registers: this.registers,
  });

  private readonly subscriptions = new Gauge({
    name: 'spoor_subscriptions',
    help: 'Subscriptions that are open, by transport (websocket or sse)',
    labelNames: ['transport'],
    registers: this.registers,
  });

  private readonly webSockets = new Gauge({
    name: 'spoor_websockets',
    help: 'WebSockets that are open, with or without subscriptions',
    registers: this.registers,
  });

  private readonly subscriptionItems = new Counter({
    name: 'spoor_subscription_items_total',
    help: 'Items of subscriptions that were sent, by transport',
    labelNames: ['transport'],
    registers: this.registers,
  });

  private readonly subscriptionEnds = new Counter({
    name: 'spoor_subscriptions_ended_total',
    help: 'Subscriptions that ended, by transport and reason (client, source, failed, too_slow or cut_off)',
    labelNames: ['transport', 'reason'],
    registers: this.registers,
  });

  private readonly graphqlCost = new Histogram({
    name: 'spoor_graphql_query_cost',
    help: 'Points that GraphQL operations were estimated to cost before they ran',
    buckets: [1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000],
    registers: this.registers,
  });

  private readonly loaderBatch = new Histogram({
    name: 'spoor_loader_batch_size',
    help: 'Keys that a loader asked the database for in one go, by loader',
    labelNames: ['loader'],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000],
    registers: this.registers,
  });

  private readonly received = ingestCounter('received', 'Documents of committed batches', this.registers);
  private readonly stored = ingestCounter('stored', 'Events stored', this.registers);
  private readonly duplicates = ingestCounter('duplicate', 'Events that were stored before', this.registers);

  private readonly deadLetters = new Counter({
    name: 'spoor_ingest_dead_letter_total',
    help: 'Documents that became dead letters, by source and code',
    labelNames: ['source', 'code'],
    registers: this.registers,
  });

  private readonly batchDuration = new Histogram({
    name: 'spoor_ingest_batch_duration_seconds',
    help: 'Time of a batch from its documents to its commit, by source',
    labelNames: ['source'],
    buckets: DURATIONS,
    registers: this.registers,
  });

  private readonly batchDocuments = new Histogram({
    name: 'spoor_ingest_batch_documents',
    help: 'Documents in a batch, by source',
    labelNames: ['source'],
    buckets: [1, 5, 10, 50, 100, 250, 500, 1_000, 5_000],
    registers: this.registers,
  });

  private readonly batchBytes = new Histogram({
    name: 'spoor_ingest_batch_bytes',
    help: 'Bytes of documents in a batch, by source',
    labelNames: ['source'],
    buckets: [1_024, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216],
    registers: this.registers,
  });

  private readonly lag = new Histogram({
    name: 'spoor_ingest_lag_seconds',
    help: 'Receipt of an event less its own time',
    buckets: [1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400, 604_800],
    registers: this.registers,
  });

  private readonly statementDuration = new Histogram({
    name: 'spoor_database_statement_duration_seconds',
    help: 'Time of a statement as its caller saw it, by its name',
    labelNames: ['statement'],
    buckets: DURATIONS,
    registers: this.registers,
  });

  private readonly retentionRuns = new Counter({
    name: 'spoor_retention_runs_total',
    help: 'Runs of retention in this process, by outcome (ok or error)',
    labelNames: ['outcome'],
    registers: this.registers,
  });

  private readonly webhookDeliveries = new Counter({
    name: 'spoor_webhook_deliveries_total',
    help: 'Attempts to deliver messages of webhooks, by result (ok, or the failure)',
    labelNames: ['result'],
    registers: this.registers,
  });

  private readonly webhookEvents = new Counter({
    name: 'spoor_webhook_events_total',
    help: 'Events in messages of webhooks that were accepted',
    registers: this.registers,
  });

  private readonly webhookDuration = new Histogram({
    name: 'spoor_webhook_delivery_duration_seconds',
    help: 'Time of an attempt to deliver a message of a webhook',
    buckets: DURATIONS,
    registers: this.registers,
  });

  private readonly webhookLag = new Histogram({
    name: 'spoor_webhook_lag_seconds',
    help: 'Acceptance of a message of a webhook less the commit of its first event',
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 3_600, 21_600, 86_400, 604_800],
    registers: this.registers,
  });

  /** Content type and text of all metrics (OpenMetrics text is not asked for by name: this is the older format). */
  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  requestAnswered({ method, route, status, milliseconds }: AnsweredRequest): void {
    this.httpRequests.inc({ method, route, status });
    this.httpDuration.observe({ method, route }, milliseconds / 1000);
  }

  operationExecuted({ name, hasFailed, milliseconds }: ExecutedOperation): void {
    const operation = this.operations.label(name);
    this.graphqlOperations.inc({ operation, outcome: hasFailed ? 'error' : 'ok' });
    this.graphqlDuration.observe({ operation }, milliseconds / 1000);
  }

  subscriptionOpened(transport: Transport): void {
    this.subscriptions.inc({ transport });
  }

  subscriptionEnded(transport: Transport, reason: string): void {
    this.subscriptions.dec({ transport });
    this.subscriptionEnds.inc({ transport, reason });
  }

  itemSent(transport: Transport): void {
    this.subscriptionItems.inc({ transport });
  }

  webSocketsChanged(open: number): void {
    this.webSockets.set(open);
  }

  /** For whoever estimates what a query will cost. */
  costEstimated(points: number): void {
    this.graphqlCost.observe(points);
  }

  keysLoaded(loader: string, keys: number): void {
    this.loaderBatch.observe({ loader }, keys);
  }

  batchCommitted({ source, deadLetters, ...batch }: CommittedBatch): void {
    this.received.inc({ source }, batch.received);
    this.stored.inc({ source }, batch.stored);
    this.duplicates.inc({ source }, batch.duplicates);
    for (const code of deadLetters) this.deadLetters.inc({ source, code });
    this.batchDuration.observe({ source }, batch.milliseconds / 1000);
    this.batchDocuments.observe({ source }, batch.received);
    this.batchBytes.observe({ source }, batch.bytes);
    for (const lag of batch.lags) this.lag.observe(lag / 1000);
  }

  statementRan(name: string, milliseconds: number): void {
    this.statementDuration.observe({ statement: this.statements.label(name) }, milliseconds / 1000);
  }

  retentionRan(outcome: 'ok' | 'error'): void {
    this.retentionRuns.inc({ outcome });
  }

  webhookAttempted({ failure, events, duration, lag }: WebhookAttempt): void {
    this.webhookDeliveries.inc({ result: failure?.toLowerCase() ?? 'ok' });
    this.webhookDuration.observe(duration / 1000);
    if (!failure) this.webhookEvents.inc(events);
    if (lag !== undefined) this.webhookLag.observe(lag / 1000);
  }

  /** Adds what has to be looked up at the moment of asking. */
  watch({ bytesInFlight, pools, feed, oldestPartition }: Gauges): void {
    this.gauge('spoor_ingest_bytes_in_flight', 'Bytes of documents that ingest holds', bytesInFlight);
    this.gauge('spoor_feed_followers', 'Followers of the end of the feed', () => feed().followers);
    this.gauge(
      'spoor_feed_filters',
      'Filters that they follow with and that are judged by themselves',
      () => feed().filters,
    );
    this.gauge(
      'spoor_feed_behind_batches',
      'Batches that are committed and not given to them yet',
      () => feed().behind,
    );
    const ofPools = (name: string, help: string, count: keyof Pooled): void => {
      const collect = function (this: Gauge): void {
        for (const [pool, pooled] of Object.entries(pools())) this.set({ pool }, pooled[count]);
      };
      new Gauge({ name, help, labelNames: ['pool'], registers: this.registers, collect });
    };
    ofPools('spoor_database_connections', 'Connections of a pool that are open', 'total');
    ofPools('spoor_database_connections_idle', 'Open connections of a pool that nobody uses', 'idle');
    ofPools('spoor_database_waiting', 'Statements that wait for a connection of a pool', 'waiting');
    this.gauge(
      'spoor_oldest_partition_timestamp_seconds',
      'Midnight (UTC) of the oldest day that has a partition',
      async () => ((await oldestPartition()) ?? NaN) / 1000,
    );
  }

  close(): void {
    this.eventLoop.disable();
  }

  private describeProcess(): void {
    const { eventLoop } = this;
    const startedAt = Date.now() / 1000 - process.uptime();
    this.gauge('spoor_build_info', `Always 1; the version is ${version}`, () => 1, { version });
    this.gauge('process_start_time_seconds', 'When the process started', () => startedAt);
    new Counter({
      name: 'process_cpu_seconds_total',
      help: 'Processor time used',
      registers: this.registers,
      collect() {
        this.reset();
        this.inc(cpuSeconds());
      },
    });
    this.gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage().rss);
    this.gauge('nodejs_heap_size_used_bytes', 'JavaScript heap in use', () => process.memoryUsage().heapUsed);
    this.gauge(
      'nodejs_external_memory_bytes',
      'Memory of buffers outside the heap',
      () => process.memoryUsage().external,
    );
    const delay = 'Delay of the event loop since the last time that it was asked for';
    this.gauge('nodejs_eventloop_lag_mean_seconds', `${delay}, mean`, () => finite(eventLoop.mean) / 1e9);
    this.gauge('nodejs_eventloop_lag_p99_seconds', `${delay}, 99th percentile`, () => eventLoop.percentile(99) / 1e9);
    this.gauge('nodejs_eventloop_lag_max_seconds', `${delay}, maximum`, () => {
      const maximum = eventLoop.max / 1e9;
      // The last of the three to be read: the next delays count from here.
      eventLoop.reset();
      return maximum;
    });
  }

  private gauge(
    name: string,
    help: string,
    read: () => number | Promise<number>,
    labels: Readonly<Record<string, string>> = {},
  ): void {
    new Gauge({
      name,
      help,
      labelNames: Object.keys(labels),
      registers: this.registers,
      async collect() {
        this.set(labels, await read());
      },
    });
  }
}

function ingestCounter(what: string, help: string, registers: Registry[]): Counter<'source'> {
  const name = `spoor_ingest_${what}_total`;
  return new Counter({ name, help: `${help}, by source`, labelNames: ['source'], registers });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
