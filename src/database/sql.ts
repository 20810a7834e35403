export { empty, join, raw, sqltag as sql } from '@prisma/client/runtime/client';

/**
 * SQL text with its parameters, put together from pieces: values become `$n`, nested pieces become part of the text.
 * Prisma's own (`sql-template-tag`), from its runtime: the generated client would bring all that it knows of the tables.
 */
export type { Sql } from '@prisma/client/runtime/client';
