import { Prisma } from '../generated/prisma/client.js';

/**
 * SQL text with its parameters, put together from pieces: values become `$n`, nested pieces become part of the text.
 * Prisma's own (`sql-template-tag`).
 */
export type Sql = Prisma.Sql;

export const { sql, join, raw, empty } = Prisma;
