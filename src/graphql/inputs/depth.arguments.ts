import { ArgsType, Field, Int } from 'type-graphql';
import { AppError } from '../../errors.js';
import { MAX_DEPTH } from '../../lineage/lineage-loaders.js';

/** How far to walk along a lineage. */
@ArgsType()
export class DepthArguments {
  @Field(() => Int, {
    nullable: true,
    description: `Generations to walk at most: 1 to ${MAX_DEPTH}, which it is without.`,
  })
  maxDepth?: number | null;
}

/** @throws AppError `input.invalid` */
export function maxDepth({ maxDepth: depth }: DepthArguments): number {
  return within('maxDepth', depth ?? MAX_DEPTH, 1, MAX_DEPTH);
}

/** @throws AppError `input.invalid` */
export function within(argument: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new AppError('input.invalid', `\`${argument}\` is ${value}; it must be ${least} to ${most}`);
}
