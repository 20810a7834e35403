import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A file system in memory, as most Linux systems have one. */
const IN_MEMORY = '/dev/shm';

/** Far more than the tests ever hold at once. */
const ROOM = 4 * 2 ** 30;

/**
 * Where the tests' temporary folders are. Copying a database makes hundreds of small files, which take a disk's file system
 * up to half a second of computing, and memory a fiftieth of one.
 */
export function temporaryRoot() {
  return hasRoom() && process.availableMemory() > ROOM ? IN_MEMORY : tmpdir();
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
