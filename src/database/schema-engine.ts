import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

type EngineModule = typeof import('@prisma/schema-engine-wasm') & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loading: Promise<EngineModule> | undefined;

/**
 * Prisma's schema engine as WebAssembly, in this process: no binary, no download.
 *
 * @param connectionString the database it reads and migrates
 */
export async function openSchemaEngine(connectionString: string): Promise<SchemaEngine> {
  loading ??= instantiate();
  const { SchemaEngine } = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new AtomicScripts({ connectionString }));
  return SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

/**
 * Sends a migration as one simple query, which Postgres runs as one transaction. The adapter's own way cuts the script
 * at every semicolon and commits the pieces one by one: killed half-way, it would leave half a migration behind.
 */
class AtomicScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => void (await adapter.underlyingDriver().query(script));
    return adapter;
  }
}

/** Node loads `.wasm` imports only behind a flag, so the two halves of the package are joined here. */
async function instantiate(): Promise<EngineModule> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const binary = await WebAssembly.compile(readFileSync(glue.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': engine as never });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return engine;
}
