import { parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../errors.js';
import { checkDocument } from './check-document.js';
import { checkSubscriptionRoot } from './check-subscription-root.js';
import { checkText } from './check-text.js';

/** Characters of documents whose check is remembered: dashboards send the same few again and again. */
const REMEMBERED = 4_000_000;

/** Checks documents against the limits, and what validation would trip over, each text once. */
export class DocumentChecks {
  private readonly checked = new LRUCache<string, { readonly problem: AppError | undefined }>({
    maxSize: REMEMBERED,
    sizeCalculation: (_verdict, text) => text.length + 1,
  });

  /** @throws AppError `query.too_complex`, `input.invalid` */
  check(text: string): void {
    let verdict = this.checked.get(text);
    if (!verdict) {
      verdict = { problem: problemOf(text) };
      this.checked.set(text, verdict);
    }
    if (verdict.problem) throw verdict.problem;
  }
}

function problemOf(text: string): AppError | undefined {
  try {
    checkText(text);
    const document = parse(text, { noLocation: true });
    checkDocument(document);
    checkSubscriptionRoot(document);
    return undefined;
  } catch (error) {
    // A mistake in the syntax is Apollo's to tell.
    return error instanceof AppError ? error : undefined;
  }
}
