/** The record of a capture as files: its plan and playbook, the applets, what was meant and done, and what was typed for it. */
import { redactJson } from '../../bundle/redact.ts';
import type { RawFile } from '../../bundle/taken.ts';
import type { CaptureRecord } from '../../capture/store.ts';
import type { Redactor } from '../../ios/redact/redactor.ts';
import { SIDES, type Side } from '../../ipsec/side.ts';
import { managedOf, type Step } from '../../playbook/plan.ts';
import { appletText } from '../draft.ts';

export function recordFiles(record: CaptureRecord, redactor: Redactor): RawFile[] {
  const { plan, playbook, journal, damage } = record;
  const text = (path: string, content: string): RawFile => ({ path: `capture/${path}`, bytes: new TextEncoder().encode(content) });
  const json = (value: unknown): string => `${JSON.stringify(redactJson(value, redactor), null, 2)}\n`;
  return [
    text('plan.json', json(plan)),
    text('playbook.json', json(playbook)),
    text('journal.jsonl', journal.map((entry) => `${JSON.stringify(redactJson(entry, redactor))}\n`).join('')),
    text('sent.txt', redactor.redact(printSent(record))),
    ...managedOf(plan).map((side) => text(`applets_${side}.cfg`, redactor.redact(appletText(plan.peers[side])))),
    ...(damage.length === 0 ? [] : [text('damage.txt', redactor.redact(`${damage.join('\n')}\n`))]),
  ];
}

/** Users that log in and hosts that are logged in to: no router need print them. */
export function knownOf({ plan, playbook }: CaptureRecord): { users: string[]; names: string[] } {
  const users = textsUnder(playbook, /^(?:user|username)$/i);
  const names = [
    ...textsUnder(playbook, /^(?:host|hostname)$/i),
    ...SIDES.map((side) => plan.peers[side].name),
    ...(plan.spokes ?? []).map(({ name }) => name),
  ];
  return { users, names: names.filter((name) => !/^[\d.]+$|:/.test(name)) };
}

function textsUnder(value: unknown, key: RegExp): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (typeof each === 'string' && key.test(name) ? [each] : textsUnder(each, key)));
}

/** One act a paragraph: when, where, what, the lines that were typed, and what came back as far as it was noted. */
function printSent({ plan, journal }: CaptureRecord): string {
  const stepOf = (side: Side, id: string): Step | undefined => plan.peers[side].steps.find((step) => step.id === id);
  const paragraphs = journal.map(({ at, side, step, what, detail }) => {
    const typed = linesOf(stepOf(side, step), what);
    return [
      `${at}  ${plan.peers[side].name} (${side})  ${step}: ${what}`,
      ...typed.map((line) => `    > ${line}`),
      ...(detail === undefined ? [] : detail.split('\n').map((line) => `    < ${line}`)),
    ].join('\n');
  });
  return `${paragraphs.join('\n\n')}\n`;
}

function linesOf(step: Step | undefined, what: string): readonly string[] {
  if (step === undefined) return [];
  if (what === 'intent') return step.lines;
  return what === 'undone' || what === 'withdrawn' ? step.undo.lines : [];
}
