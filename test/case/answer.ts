/** The answer of a case is its verdict whole, as text: what is expected until somebody writes another one with `npm run cases -- --update`. */
import { Document, isSeq } from 'yaml';
import type { JudgedIncident, Verdict } from '../../src/verdict/verdict.ts';
import { parseCase, printCase } from './text.ts';

/** The last heading of a case. */
export const ANSWER = 'verdict';

export function answerOf({ incidents }: Pick<Verdict, 'incidents'>): string {
  const document = new Document(incidents.map(shown));
  for (const index of incidents.keys()) {
    const alternatives = document.getIn([index, 'alternatives']);
    if (isSeq(alternatives)) alternatives.flow = true;
  }
  return document.toString({ lineWidth: 0 });
}

/** Nothing else in the case changes, by a byte. */
export function withAnswer(text: string, answer: string): string {
  const { story, files } = parseCase(text);
  return printCase({ story, files: [...files.filter(({ name }) => name !== ANSWER), { name: ANSWER, bytes: Buffer.from(answer) }] });
}

function shown({ cause, receiver, spi, persistence }: JudgedIncident): object {
  const { id, confidence, alternatives, evidence } = cause;
  const cites = evidence.map(({ side, file, line }) => `${side}/${file}:${line}`);
  return { cause: id, confidence, receiver, spi, persistence, alternatives, cites };
}
