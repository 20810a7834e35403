import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { parseTokenId } from '../../node-id.js';
import { Requires } from '../access/requires.js';
import type { GraphQLContext } from '../graphql-context.js';
import { CreateApiTokenInput, newApiToken, RevokeApiTokenInput } from '../inputs/api-token.inputs.js';
import { ApiToken, apiTokenSource } from '../types/access/api-token.type.js';

@ObjectType({ description: 'What became of `createApiToken`.' })
class CreateApiTokenPayload {
  @Field(() => ApiToken, { description: 'The new token.' })
  readonly apiToken!: ApiToken;

  @Field(() => String, { description: 'Its secret, to be sent as `Authorization: Bearer`. It is never shown again.' })
  readonly secret!: string;
}

@ObjectType({ description: 'What became of `revokeApiToken`.' })
class RevokeApiTokenPayload {
  @Field(() => ApiToken, { description: 'The token, which is worth nothing from now on.' })
  readonly apiToken!: ApiToken;
}

@Resolver()
export class ApiTokenResolver {
  @Requires('tokens:admin')
  @Query(() => [ApiToken], { description: 'All API tokens, the newest first, expired and revoked ones included.' })
  async apiTokens(@Ctx() { tokens }: GraphQLContext): Promise<ApiToken[]> {
    return (await tokens.list()).map(apiTokenSource);
  }

  @Requires('tokens:admin')
  @Mutation(() => CreateApiTokenPayload, { description: 'Creates an API token and shows its secret, once.' })
  async createApiToken(
    @Arg('input', () => CreateApiTokenInput, { description: 'The token.' }) input: CreateApiTokenInput,
    @Ctx() { tokens, actor }: GraphQLContext,
  ): Promise<CreateApiTokenPayload> {
    const now = new Date();
    const { token, secret } = await tokens.create(newApiToken(input, now), actor, now);
    return { apiToken: apiTokenSource(token), secret };
  }

  @Requires('tokens:admin')
  @Mutation(() => RevokeApiTokenPayload, {
    description: 'Revokes an API token at once, for everything that is open with it, too.',
  })
  async revokeApiToken(
    @Arg('input', () => RevokeApiTokenInput, { description: 'Which token.' }) { id }: RevokeApiTokenInput,
    @Ctx() { tokens, actor }: GraphQLContext,
  ): Promise<RevokeApiTokenPayload> {
    return { apiToken: apiTokenSource(await tokens.revoke(parseTokenId(id), actor)) };
  }
}
