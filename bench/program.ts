import { fileURLToPath } from 'node:url';

/** The command-line program as users run it. */
export const PROGRAM = fileURLToPath(import.meta.resolve('#spoor/cli.js'));
