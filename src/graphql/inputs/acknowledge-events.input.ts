import { Field, ID, InputType } from 'type-graphql';
import { MOST_ACKNOWLEDGED } from '../../acknowledgements/acknowledgement.js';
import { AppError } from '../../errors.js';
import { parseEventId, quote } from '../../node-id.js';
import { AcknowledgementStatus } from '../types/acknowledgement/acknowledgement.type.js';

/** Characters of a note. */
const LONGEST_NOTE = 2_000;

@InputType({ description: 'What to say of which events.' })
export class AcknowledgeEventsInput {
  @Field(() => [ID], { description: `Ids of events, at most ${MOST_ACKNOWLEDGED}. None at all changes nothing.` })
  ids!: string[];

  @Field(() => AcknowledgementStatus, {
    defaultValue: AcknowledgementStatus.ACKNOWLEDGED,
    description: 'What to say of them.',
  })
  status!: AcknowledgementStatus;

  @Field(() => String, {
    nullable: true,
    description: `What was done or found, in at most ${LONGEST_NOTE} characters. It may have line breaks.`,
  })
  note?: string | null;
}

/**
 * UUIDs, each once, and the note; a blank one is none.
 *
 * @throws AppError `input.invalid`
 */
export function readAcknowledgement({ ids, note }: AcknowledgeEventsInput): {
  readonly ids: readonly string[];
  readonly note: string | undefined;
} {
  if (ids.length > MOST_ACKNOWLEDGED) {
    throw refusal(
      `\`ids\` has ${ids.length} elements; give at most ${MOST_ACKNOWLEDGED}, and the rest in another call`,
    );
  }
  return { ids: [...new Set(ids.map(parseEventId))], note: note?.trim() ? checkedNote(note) : undefined };
}

function checkedNote(note: string): string {
  if ([...note].length > LONGEST_NOTE) {
    throw refusal(
      `\`note\` has ${[...note].length} characters; give at most ${LONGEST_NOTE}, such as a link to the rest`,
    );
  }
  if (UNSHOWABLE.test(note)) {
    throw refusal(
      `\`note\` is ${quote(note)}, which has a control character or half of a surrogate pair; leave it out`,
    );
  }
  return note;
}

/** What no text shows, or PostgreSQL cannot hold. Tabs and line breaks are neither. */
const UNSHOWABLE = /[^\P{Cc}\t\n\r]|\p{Surrogate}/u;

function refusal(sentence: string): AppError {
  return new AppError('input.invalid', sentence);
}
