/** The matrix of doubt carries a whole capture out on the lab with beliefs that are false, and grades what came of it: exact, loud, silent, or hanging. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '../src/capture/file-store.ts';
import { requireArmable, survey } from '../src/capture/survey.ts';
import { FlaptrapError, printError } from '../src/errors.ts';
import { SIDES, type Side } from '../src/ipsec/side.ts';
import type { Router } from '../src/lab/device/router.ts';
import type { Doubt } from '../src/lab/doubts/doubt.ts';
import { DOUBTS, type DoubtId } from '../src/lab/doubts/index.ts';
import type { Lab } from '../src/lab/lab.ts';
import { makePlan } from '../src/playbook/make-plan.ts';
import { isManaged, type Playbook, type PlaybookPeer } from '../src/playbook/playbook.ts';
import type { TemplateTexts } from '../src/playbook/request.ts';
import { openRun } from '../src/run/context.ts';
import type { Ended } from '../src/run/keep.ts';
import { labTargets, openLab } from '../src/run/open-lab.ts';
import type { News, Ports } from '../src/run/ports.ts';
import { captureOnce } from '../src/run/run-capture.ts';
import type { Verdict } from '../src/verdict/verdict.ts';

export type Grade = 'exact' | 'loud' | 'silent' | 'hang';

export interface Outcome {
  doubts: readonly DoubtId[];
  grade: Grade;
  /** What was said, or what was wrong and not said. */
  words: string;
}

const CAUSE = 'delete-lost';
const CALM_SECONDS = 20;
const LIMIT_MS = 300_000;

/** All that a capture has told, and how it ended. */
interface Told {
  lines: string[];
  ended?: Ended;
  verdict?: Verdict;
  error?: unknown;
}

/** What of a router must be as it was. */
type Snapshot = Record<'setting' | 'applet' | 'debug' | 'condition' | 'file' | 'trace' | 'ring', string[]>;

/** Doubts on one playbook; those of packets on the same one with a ring of them. */
export function openMatrix(playbook: Playbook, speed: number): (doubts: readonly DoubtId[]) => Promise<Outcome> {
  const usual = new Map<Playbook, Promise<ReadonlySet<string>>>();
  const packets = withPackets(playbook);
  return async (doubts) => {
    const asked = doubts.some((id) => (DOUBTS[id] as Doubt).isOfPackets === true) ? packets : playbook;
    const heard = usual.get(asked) ?? hearUsual(asked, speed);
    usual.set(asked, heard);
    return doubt(asked, doubts, await heard, speed);
  };
}

/** What a capture says on routers that are as is believed: anything beside is worth a word. */
async function hearUsual(playbook: Playbook, speed: number): Promise<ReadonlySet<string>> {
  const { told, left } = await capture(playbook, [], speed);
  const grade = gradeOf(told, left, new Set());
  if (grade.grade !== 'exact') throw new Error(`the capture fails without any doubt: ${grade.words}\n${told.lines.join('\n')}`);
  return new Set(told.lines.map(normal));
}

/** One that keeps packets too, on two routers with IOS XE. */
function withPackets(playbook: Playbook): Playbook {
  const { a, b } = playbook.tunnel;
  const onXe = (peer: PlaybookPeer): PlaybookPeer => (!isManaged(peer) ? peer : { ...peer, platform: 'ios-xe' });
  return { ...playbook, packets: true, tunnel: { ...playbook.tunnel, a: onXe(a), b: onXe(b) } };
}

async function doubt(playbook: Playbook, doubts: readonly DoubtId[], usual: ReadonlySet<string>, speed: number): Promise<Outcome> {
  const { told, left } = await capture(playbook, doubts, speed);
  return { doubts, ...gradeOf(told, left, usual) };
}

async function capture(playbook: Playbook, doubts: readonly DoubtId[], speed: number): Promise<{ told: Told; left: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-doubt-'));
  const lab = await openLab(playbook, { receiver: 'b', seed: 1, offset: 0, speed, ike: 1, doubts }, Date.UTC(2026, 10, 24, 10));
  if (playbook.packets !== false) for (const side of SIDES) lab[side].router.configuration.set('ip scp server enable');
  const before = snapshots(lab);
  const told: Told = { lines: [] };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LIMIT_MS);
  try {
    await carryOut(lab, playbook, folder, told, stop.signal);
  } catch (error) {
    told.error = error;
  } finally {
    clearTimeout(timer);
  }
  if (stop.signal.aborted) told.error = undefined;
  const after = snapshots(lab);
  const left = SIDES.flatMap((side) => changesOf(before[side], after[side]));
  const wrong = told.ended?.folder === undefined ? undefined : misquoted(told.verdict, told.ended.folder);
  if (wrong !== undefined) left.push(wrong);
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
  return { told: stop.signal.aborted ? { lines: told.lines } : told, left };
}

async function carryOut(lab: Lab, playbook: Playbook, folder: string, told: Told, stop: AbortSignal): Promise<void> {
  const { clock } = lab;
  const ports: Ports = {
    say: (news) => hear(news, told),
    ask: async () => true,
    stop,
    clock: { now: () => clock.now(), monotonic: () => clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) },
    journal: new FileStore(join(folder, 'state')),
    nonce: () => 'doubt',
  };
  const context = openRun(playbook, ports, { targets: labTargets(lab, playbook), deadlines: { idleMs: 4000, totalMs: 12_000 } });
  const facts = await survey(context, playbook);
  requireArmable(playbook, facts);
  const plan = makePlan(playbook, facts, readTemplates(), { nowMs: clock.now(), nonce: ports.nonce() });
  told.ended = await captureOnce(context, plan, { out: join(folder, 'out') }, () => lab.play(CAUSE, 'b', CALM_SECONDS));
}

/** From the folder in which the bench was started. */
function readTemplates(): TemplateTexts {
  const read = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.endsWith('.hbs'))
        .map((name) => [name.replace(/\.hbs$/, ''), readFileSync(join(folder, name), 'utf8')]),
    );
  return { templates: read('templates'), partials: read('templates/partials') };
}

function hear(news: News, told: Told): void {
  if (news.about === 'progress') told.lines.push(news.text);
  if (news.about === 'diagnostics') told.lines.push(...news.diagnostics.map(({ summary }) => summary));
  if (news.about !== 'bundle') return;
  told.verdict = news.judged.verdict;
  told.lines.push(...news.judged.diagnostics.map(({ summary }) => summary));
}

/** Without what differs from one run to the next. */
function normal(line: string): string {
  return line.replace(/\b[0-9a-f]{8}\b/g, 'ID').replace(/\d+/g, 'N');
}

function gradeOf(told: Told, left: readonly string[], usual: ReadonlySet<string>): Omit<Outcome, 'doubts'> {
  const { lines, ended, verdict, error } = told;
  if (error === undefined && ended === undefined) return { grade: 'hang', words: `it did not end; ${lines.at(-1)}` };
  if (error !== undefined && !(error instanceof FlaptrapError)) return { grade: 'silent', words: `not an error of ours: ${String(error)}` };
  const said = [...lines, ...(error === undefined ? [] : [printError(error)])].join('\n');
  const unnamed = left.filter((each) => !isNamed(each, said));
  const isLeftBehind = error instanceof FlaptrapError && error.code === 'left-behind';
  if (unnamed.length > 0) return { grade: 'silent', words: `left and not named: ${unnamed.join('; ')}` };
  if (left.some((each) => !each.startsWith('file ')) && !isLeftBehind)
    return { grade: 'silent', words: `left without exit 4: ${left.join('; ')}` };
  if (error !== undefined) return { grade: 'loud', words: printError(error).replaceAll('\n', ' ') };
  const causes = (verdict?.incidents ?? []).map(({ cause }) => cause);
  const wrong = causes.find(({ id, confidence }) => id !== CAUSE && id !== 'unknown' && confidence !== 'possible');
  if (wrong !== undefined) return { grade: 'silent', words: `it says ${wrong.id} (${wrong.confidence})` };
  if (causes.some(({ id, confidence }) => id === CAUSE && confidence === 'certain') && left.length === 0)
    return { grade: 'exact', words: ended?.ending ?? '' };
  // The tunnel has flapped: whoever hears of nothing takes it for well.
  if (causes.length === 0 && ended?.ending !== 'sprung') return { grade: 'silent', words: `${ended?.ending}, no incident, and no error` };
  const news = lines.filter((line) => !usual.has(normal(line)));
  const outcome = `${ended?.ending}, ${causes.map(({ id, confidence }) => `${id} (${confidence})`).join() || 'no incident'}`;
  return news.length === 0 ? { grade: 'silent', words: outcome } : { grade: 'loud', words: `${outcome}: ${news.join(' / ')}` };
}

/** By its name, its address or its line; a file that an applet writes later, by how all of its names begin. */
function isNamed(left: string, said: string): boolean {
  const name = left.slice(left.indexOf(' ') + 1).toLowerCase();
  const told = said.toLowerCase();
  if (left.startsWith('trace ')) return told.includes(`event trace: ${name}`);
  const files = /^file (flaptrap-[0-9a-f]{8}-)/.exec(left)?.[1];
  return told.includes(name) || (files !== undefined && told.includes('write files') && told.includes(`${files}*`));
}

function snapshots(lab: Lab): Record<Side, Snapshot> {
  return { a: snapshotOf(lab.a.router), b: snapshotOf(lab.b.router) };
}

function snapshotOf({ configuration, eem, debugs, conditions, flash, traces, rings }: Router): Snapshot {
  return {
    setting: configuration.print(),
    applet: eem.applets.map(({ name }) => name),
    debug: [...debugs],
    condition: [...conditions],
    file: [...flash.keys()],
    ring: rings.all.map(({ name }) => name),
    trace: (['ipsec', 'ikev2'] as const).filter((id) => traces[id].isEnabled),
  };
}

/** What is there and was not, and what of the configuration has gone. */
function changesOf(before: Snapshot, after: Snapshot): string[] {
  const added = (Object.keys(after) as (keyof Snapshot)[]).flatMap((kind) =>
    after[kind].filter((each) => !before[kind].includes(each)).map((each) => `${kind} ${each}`),
  );
  const lost = (['setting', 'applet', 'debug', 'condition'] as const).flatMap((kind) =>
    before[kind].filter((each) => !after[kind].includes(each)).map((each) => `${kind} ${each}`),
  );
  return [...added, ...lost];
}

/** Evidence that the record does not hold. */
function misquoted(verdict: Verdict | undefined, folder: string): string | undefined {
  // Line 0 is no line: it says what a file does not have.
  for (const { side, file, line, text } of (verdict?.incidents ?? []).flatMap(({ cause }) => cause.evidence))
    if (line > 0 && readFileSync(join(folder, side, file), 'utf8').split('\n')[line - 1] !== text) return `claim ${file}:${line} ${text}`;
  return undefined;
}
