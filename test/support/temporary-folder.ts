import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** In memory where there is room: see `temporary-root.js`. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(process.env['SPOOR_TEST_FOLDER'] ?? tmpdir(), 'spoor-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 10 }) };
}
