/**
 * What a GraphQL document and its variables may have at most, whatever they ask for. Checked before validation, whose rules
 * take more than linear time. The largest documents that people and generated clients send, such as every field of the
 * mirror at every depth, have a sixth of it. docs/limits.md lists them.
 */
export const MOST = {
  /** Words, names and punctuation marks of a document. */
  tokens: 10_000,
  /** Brackets inside brackets in a document; objects and lists inside each other in variables. */
  nesting: 200,
  /** Fields inside fields, fragments followed. */
  depth: 20,
  operations: 20,
  fragments: 200,
  /** Fields that are selected once every fragment is written out where it is spread. */
  selections: 10_000,
  /** Fields of the root type in one operation. */
  rootFields: 20,
  aliases: 100,
  /** Selections of the same field in one place: validation compares each with each. */
  repetitions: 50,
  directives: 200,
  /** Directives on one field, fragment or operation. */
  directivesInOnePlace: 5,
  /** Elements of one list, in the document or in variables. */
  list: 1_000,
  /** Characters of `where`: the agents' own rules have some hundreds. */
  where: 20_000,
  /** Values in the variables of a request altogether. */
  variableValues: 10_000,
} as const;

export type LimitName = keyof typeof MOST;
