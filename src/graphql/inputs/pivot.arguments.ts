import { ArgsType, Field } from 'type-graphql';
import { AppError } from '../../errors.js';
import { quote } from '../../node-id.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { DateTimeRange } from './date-time-range.input.js';

/** Which values of a pivot. */
@ArgsType()
export class PivotArguments extends PageArguments {
  @Field(() => String, { nullable: true, description: 'Only those with this in them, in upper or lower case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only those that begin with this, in upper or lower case.' })
  startsWith?: string | null;

  @Field(() => DateTimeRange, {
    nullable: true,
    description:
      'Only those that events of this time have, as exactly as days (hosts and rules: hours) go; `firstSeen`, `lastSeen`, ' +
      '`eventCount` and `events` keep to it exactly. Without it, all that is stored.',
  })
  time?: DateTimeRange | null;
}

/** @throws AppError `input.invalid` for text that no value can hold */
export function storableText(argument: string, text: string): string {
  if (!text.includes('\0')) return text;
  throw new AppError(
    'input.invalid',
    `\`${argument}\` is ${quote(text)}, and no stored text has a NUL character; leave it out`,
  );
}
