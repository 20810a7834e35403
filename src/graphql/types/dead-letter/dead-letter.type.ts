import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { Int64 } from '../../scalars/int64.scalar.js';
import { JsonScalar } from '../../scalars/json.scalar.js';
import { Host } from '../host/host.type.js';

@ObjectType({ description: 'A document that could not be stored as an event, kept with the reason.' })
export class DeadLetter {
  @Field(() => ID, { description: 'Opaque and stable: the same document sent again is the same dead letter.' })
  id!: string;

  @Field(() => String, { description: 'The reason as a stable code, such as `field.wrong_type`.' })
  code!: string;

  @Field(() => String, { description: 'Where in the document, as a JSON Pointer (RFC 6901); empty for all of it.' })
  pointer!: string;

  @Field(() => String, { description: 'The reason in a sentence.' })
  message!: string;

  @Field(() => Host, { description: 'The machine that it came from, as far as that could be told.' })
  host!: Host;

  @Field(() => DateTime, { description: 'When it came first.' })
  receivedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last tried again, in vain.' })
  replayedAt!: Date | null;

  @Field(() => Int64, { description: 'Bytes that came.' })
  byteLength!: number;

  @Field(() => Boolean, { description: 'Whether all of these bytes are kept. Otherwise it cannot be tried again.' })
  isComplete!: boolean;

  @Field(() => Boolean, { description: "Whether `raw` is an agent's envelope that still holds the document." })
  isWrapped!: boolean;

  @Field(() => JsonScalar, { nullable: true, description: 'What came around the document, as it was sent.' })
  envelope!: object | null;

  @Field(() => Int64, { description: 'Number of the batch that it came in.' })
  batch!: number;
}

const BytesEncoding = { UTF8: 'UTF8', BASE64: 'BASE64' } as const;

registerEnumType(BytesEncoding, {
  name: 'BytesEncoding',
  description: 'How bytes are written as text.',
  valuesConfig: {
    UTF8: { description: 'They are valid UTF-8, and stand as they are.' },
    BASE64: { description: 'They are not, and stand in base64 (RFC 4648).' },
  },
});

@ObjectType({ description: 'The bytes of a document.' })
export class DocumentBytes {
  @Field(() => BytesEncoding, { description: 'How `content` is to be read.' })
  encoding!: string;

  @Field(() => String, { description: 'The bytes, or as many as are shown here.' })
  content!: string;

  @Field(() => Boolean, { description: 'Whether more is kept than is shown; `GET /v1/dead-letters` has all of it.' })
  isCut!: boolean;
}

@ObjectType({ description: 'How many dead letters have one reason.' })
export class DeadLetterCount {
  @Field(() => String, { description: 'The reason.' })
  code!: string;

  @Field(() => Int, { description: 'Dead letters with that reason.' })
  count!: number;

  @Field(() => DateTime, { description: 'When the first of them came.' })
  oldest!: Date;

  @Field(() => DateTime, { description: 'When the last of them came.' })
  newest!: Date;
}
