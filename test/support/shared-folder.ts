import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** The folder of material that is not part of the repository, where there is one. Tests that need it skip without. */
export function sharedFolder(): string | undefined {
  return existsSync(FOLDER) ? FOLDER : undefined;
}
