/** The pages about lints: the list of all, and each with why it bites, where that is known from, and what it finds and leaves alone. */
import { LINTS } from '../applet/lints/index.ts';
import type { Lint } from '../applet/lints/lint.ts';
import { FlaptrapError } from '../errors.ts';

export function printLints(format: string): string {
  const lints = Object.values<Lint>(LINTS).map(({ id, severity, why, source }) => ({ id, severity, why, source }));
  if (format === 'json') return JSON.stringify(lints, null, 2);
  if (format !== 'text') throw new FlaptrapError('input', `--list cannot be printed as ${format}`, { next: 'choose text or json' });
  return lints.map(({ id, severity, why, source }) => `${id.padEnd(26)}${severity.padEnd(9)}${why} ${source}`).join('\n');
}

const MARKS: Readonly<Record<string, string>> = {
  C: 'certain: a document, a MIB or a model of Cisco says so',
  L: 'likely: seen in published material, often on real devices',
  B: 'believed: held by practitioners, without a text behind it',
  U: 'unknown',
};

export function explainLint(id: string, format: string): string {
  const lint = Object.values<Lint>(LINTS).find((each) => each.id === id);
  if (lint === undefined) throw new FlaptrapError('input', `there is no lint ${id}`, { next: '`flaptrap lint --list` shows all of them' });
  const { severity, why, source, failing, passing } = lint;
  if (format === 'json') return JSON.stringify({ id, severity, why, source, failing, passing }, null, 2);
  const mark = MARKS[source[1] ?? ''];
  const indented = (text: string): string => text.trimEnd().replace(/^/gm, '    ');
  return [
    `${id} (${severity})`,
    '',
    `On the device: ${why}.`,
    `From: ${source} in docs/domain${mark === undefined ? '' : `; ${mark}`}.`,
    '',
    'It finds:',
    indented(failing),
    '',
    'It leaves alone:',
    indented(passing),
    '',
    `To silence it on one line, or in one applet: ! flaptrap-ignore ${id}`,
  ].join('\n');
}
