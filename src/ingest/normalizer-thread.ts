import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { Normalizer, type NormalizerOptions, type Resolver } from './normalizer.js';
import type { FromThread, Question, ToThread } from './thread-protocol.js';

/** Entry of an ingest thread: normalizes one chunk after the other, asks the main thread what only the database knows. */
const port = parentPort as MessagePort;
const questions = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
let asked = 0;

const resolver: Resolver = {
  hostIds: (names) => ask({ about: 'hostIds', parameters: [names] }),
  receiptTimes: (digests, receivedAt) => ask({ about: 'receiptTimes', parameters: [digests, receivedAt] }),
};
const normalizer = new Normalizer(workerData as NormalizerOptions, resolver);

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'normalize':
      return void normalize(message);
    case 'answer': {
      const waiting = questions.get(message.question);
      questions.delete(message.question);
      if (message.hasFailed) waiting?.reject(new QuestionFailed(message.question));
      else waiting?.resolve(message.answer as never);
      return;
    }
    case 'committed':
      return normalizer.learn(message.ids);
    case 'dropped':
      return normalizer.distrust(message.before);
  }
});

async function normalize({ job, chunk, receivedAt }: Extract<ToThread, { kind: 'normalize' }>): Promise<void> {
  try {
    send({ kind: 'normalized', job, batch: await normalizer.normalize(chunk, receivedAt) });
  } catch (error) {
    if (error instanceof QuestionFailed) send({ kind: 'failed', job, error: error.message, question: error.question });
    else send({ kind: 'failed', job, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** The main thread knows why, and keeps the error: an error that travels between threads is no longer of its class. */
class QuestionFailed extends Error {
  constructor(readonly question: number) {
    super('The main thread could not answer');
  }
}

function ask<T>(question: Question): Promise<T> {
  const id = ++asked;
  return new Promise<T>((resolve, reject) => {
    questions.set(id, { resolve, reject });
    send({ kind: 'question', id, question });
  });
}

function send(message: FromThread): void {
  port.postMessage(message);
}
