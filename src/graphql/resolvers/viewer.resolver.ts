import { Ctx, Query, Resolver } from 'type-graphql';
import { Requires } from '../access/requires.js';
import type { GraphQLContext } from '../graphql-context.js';
import { Viewer } from '../types/access/viewer.type.js';

@Resolver()
export class ViewerResolver {
  @Requires('authenticated')
  @Query(() => Viewer, { description: 'Who asks: what this API token, or this login, may.' })
  viewer(@Ctx() { principal }: GraphQLContext): Viewer {
    const { kind, name, scopes, hosts, expiresAt } = principal;
    return { kind, name, scopes: [...scopes], hosts, expiresAt };
  }
}
