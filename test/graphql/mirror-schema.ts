import { type GraphQLSchema } from 'graphql';
import { Ctx, Query, Resolver, buildSchema } from 'type-graphql';
import { mirrorTypes } from '../../src/graphql/mirror.js';
import { SecurityEvent } from '../../src/graphql/types/event/security-event.type.js';

/** Answers with the document that the test passes as the query's context. */
@Resolver()
class DocumentResolver {
  @Query(() => SecurityEvent)
  securityEvent(@Ctx() document: object): object {
    return document;
  }
}

/** The mirror alone, as a GraphQL schema: no store behind it, no fields of ours. */
export function buildMirrorSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: [DocumentResolver],
    orphanedTypes: mirrorTypes().map((type) => type.target),
    validate: false,
  });
}
