import { ID } from 'type-graphql';
import { INDEXED_FIELDS } from '../../search/indexed-fields.js';
import { mirrorTypes, type MirrorType, type MirrorTypeField } from '../mirror.js';
// Importing the root imports every mirror class.
import '../types/event/security-event.type.js';
import { addExists, addField, filterInputOf, newInput, type InputClass } from './value-filters.js';

/** What a filter on a field is about, as far as turning it into conditions needs it. */
export interface FilterField {
  readonly field: MirrorTypeField;
  readonly isList: boolean;
  /** The mirror type of an object or of a list's objects; undefined for plain values. */
  readonly type: MirrorType | undefined;
  /** The scalar of a plain value or of a list's values. */
  readonly scalar: object;
}

const typesByClass = new Map<object, MirrorType>(mirrorTypes().map((type) => [type.target, type]));

const objectInputs = new Map<string, InputClass>();
const listInputs = new Map<object, InputClass>();

/** The mirror type behind a class. */
export function mirrorTypeOf(target: object): MirrorType {
  const type = typesByClass.get(target);
  if (!type) throw new Error('Only mirror classes have filters');
  return type;
}

/** The fields of a mirror type by their GraphQL name, as filters see them. */
export function filterFields({ fields }: MirrorType): ReadonlyMap<string, FilterField> {
  return new Map(fields.map((field) => [field.name, filterField(field)]));
}

function filterField(field: MirrorTypeField): FilterField {
  const declared = field.typeThunk();
  const scalar = [declared].flat()[0] as object;
  return { field, isList: Array.isArray(declared), type: typesByClass.get(scalar), scalar };
}

/** The filter input of a mirror type: one field for each of its fields, and what joins conditions. */
export function objectFilterInput(type: MirrorType): InputClass {
  const known = objectInputs.get(type.name);
  if (known) return known;
  const input = newInput(
    `${type.name}Filter`,
    `Which objects of the type ${type.name}: there must be one, and everything given must hold of it.`,
  );
  objectInputs.set(type.name, input);
  for (const { field, ...shape } of filterFields(type).values()) {
    // Now, not in a thunk: TypeGraphQL has to know every input class before it builds the schema.
    const fieldType = fieldInput(shape);
    addField(input, field.name, () => fieldType, describe(field, shape));
  }
  addField(input, 'and', () => [input], 'All of these hold.');
  addField(input, 'or', () => [input], 'At least one of these holds.');
  addField(input, 'not', () => input, 'This does not hold.');
  addExists(input);
  if (type.fields.some(({ declaredBy }) => declaredBy === 'Process')) addInstanceFields(input);
  return input;
}

function fieldInput({ isList, type, scalar }: Omit<FilterField, 'field'>): InputClass {
  const element = type ? objectFilterInput(type) : filterInputOf(scalar);
  return isList ? listInput(type?.name ?? nameOf(scalar), element) : element;
}

/** The filter input of lists of texts. */
export function textListFilterInput(): InputClass {
  return listInput(nameOf(String), filterInputOf(String));
}

function listInput(name: string, element: InputClass): InputClass {
  const known = listInputs.get(element);
  if (known) return known;
  const input = newInput(`${name}ListFilter`, 'What the elements of a list must be. Everything given must hold.');
  listInputs.set(element, input);
  addField(input, 'some', () => element, 'At least one element passes.');
  addField(input, 'every', () => element, 'The list is there, and each of its elements passes.');
  addField(input, 'none', () => element, 'No element passes; a list that is not there has none.');
  addField(input, 'isEmpty', () => Boolean, 'Whether the list is there and has no element.');
  addExists(input);
  return input;
}

function nameOf(scalar: object): string {
  return 'name' in scalar ? String(scalar.name) : '';
}

/** Ours, not the event's: who started whom, over all events. */
function addInstanceFields(input: InputClass): void {
  const idOf = 'by the `id` of a ProcessInstance';
  addField(input, 'instance', () => ID, `It is this process, ${idOf}.`);
  addField(input, 'descendantOf', () => ID, `This process started it, directly or through others, ${idOf}.`);
  addField(input, 'ancestorOf', () => ID, `It started this process, directly or through others, ${idOf}.`);
}

function describe(
  { description, declaredBy, key }: MirrorTypeField,
  { type }: { type: MirrorType | undefined },
): string {
  if (type || INDEXED_FIELDS.has(`${declaredBy}.${key}`)) return description;
  return `${description} Not indexed: give a time range, too.`;
}
