/** Of an event, what the filters of the bench look at. */
export interface EventRow {
  readonly rule: string | null;
  readonly name: string | null;
  readonly host: string | null;
  readonly path: string | null;
  readonly container: string | null;
  readonly program: string | null;
}

/** Of an event as an agent sends it. */
export function rowOfDocument(text: string): EventRow {
  const { agent, evt, hostname, file, container, process } = JSON.parse(text) as AgentDocument;
  return {
    rule: agent?.rule_id ?? null,
    name: evt?.name ?? null,
    host: hostname ?? null,
    path: file?.path ?? null,
    container: container?.id ?? null,
    program: process?.executable?.path ?? null,
  };
}

interface AgentDocument {
  readonly agent?: { readonly rule_id?: string };
  readonly evt?: { readonly name?: string };
  readonly hostname?: string;
  readonly file?: { readonly path?: string };
  readonly container?: { readonly id?: string };
  readonly process?: { readonly executable?: { readonly path?: string } };
}
