import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as schemaEngine from '@prisma/schema-engine-wasm';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

type EngineModule = typeof schemaEngine & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loading: Promise<EngineModule> | undefined;

/**
 * Lends out Prisma's schema engine as WebAssembly, in this process: no binary, no download.
 *
 * @param connectionString the database it reads and migrates
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= instantiate();
  const { SchemaEngine } = await loading;
  // A pool of our own, since the engine never closes the ones that it opens, and they keep the process alive.
  const pool = new pg.Pool({ connectionString, application_name: 'spoor' });
  pool.on('error', () => undefined);
  const scripts = new AtomicScripts(pool);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(scripts);
    return await work(await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter));
  } catch (error) {
    // Of what Postgres says about a script, the engine passes on nothing but a number.
    throw scripts.failure ?? error;
  } finally {
    await pool.end();
  }
}

/**
 * Sends a migration as one simple query, which Postgres runs as one transaction. The adapter's own way cuts the script
 * at every semicolon and commits the pieces one by one: killed half-way, it would leave half a migration behind.
 */
class AtomicScripts extends PrismaPg {
  failure: Error | undefined;

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        this.failure = error as Error;
        throw error;
      }
    };
    return adapter;
  }
}

/** Node loads `.wasm` imports only behind a flag, so the two halves of the package are joined here. */
async function instantiate(): Promise<EngineModule> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const binary = await WebAssembly.compile(readFileSync(glue.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': withIdleTimers(engine) });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return engine;
}

/** The engine leaves a timer of ten seconds behind, which would keep the process alive for as long. */
function withIdleTimers(engine: EngineModule): Record<string, unknown> {
  const imports: Record<string, unknown> = { ...engine };
  for (const name of Object.keys(imports).filter((name) => name.startsWith('__wbg_setTimeout_'))) {
    imports[name] = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref();
  }
  return imports;
}
