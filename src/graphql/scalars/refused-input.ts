import { GraphQLError, print, type ValueNode } from 'graphql';

const LONGEST_SHOWN = 60;

/** The one form in which a scalar refuses input: it names the scalar, the value and what to give instead. */
export function refusedVariable(scalar: string, value: unknown, advice: string): GraphQLError {
  return new GraphQLError(`${scalar} cannot be ${shortened(JSON.stringify(value) ?? String(value))}; ${advice}`);
}

/** The same for a literal in the query, with its place. */
export function refusedLiteral(scalar: string, node: ValueNode, advice: string): GraphQLError {
  return new GraphQLError(`${scalar} cannot be ${shortened(print(node))}; ${advice}`, { nodes: node });
}

function shortened(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
