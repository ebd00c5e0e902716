/** The live view, as a terminal that is emulated here shows it: drawn in place, below what is told, and gone at the end. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { drawWaiting } from '../../src/cli/draw-waiting.ts';
import { openLive, type Ticker } from '../../src/cli/live.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { afterLook, afterMessage, beginWaiting, type WaitingView } from '../../src/run/waiting.ts';
import { readPlaybook } from '../capture/stage.ts';
import { keepingSink } from './keeping-sink.ts';

const { plan } = draftPlan(readPlaybook(), 1000);
const gauges = { atMs: 0, messages: 120, keptLines: 120, cpuPercent: 4 };
const BEGUN = beginWaiting(plan, 0, 86_400_000);
const ARMED = (['a', 'b'] as const).reduce<WaitingView>(
  (view, side) => afterLook(view, { what: 'router', side, atMs: 12_000, stage: 'armed', said: 'armed, not triggered yet', gauges }),
  BEGUN,
);

/** A clock that goes on when it is told to. */
class FakeTicker implements Ticker {
  nowMs = 0;
  acts = new Set<() => void>();
  now = (): number => this.nowMs;
  every = (_ms: number, act: () => void): (() => void) => {
    this.acts.add(act);
    return () => void this.acts.delete(act);
  };
  pass(ms: number): void {
    this.nowMs += ms;
    for (const act of this.acts) act();
  }
}

/** The few controls that are used, as a terminal of that width does them; it breaks lines anew when it is resized. */
class Screenful {
  lines: string[] = [''];
  row = 0;
  write(text: string): void {
    for (const [part] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|\r|\n|[^\u001b\r\n]+/g)) this.#take(part);
  }
  #take(part: string): void {
    const up = /^\u001b\[(\d+)A$/.exec(part)?.[1];
    if (up !== undefined) this.row = Math.max(0, this.row - Number(up));
    else if (part === '\r') this.#column = 0;
    else if (part === '\u001b[K') this.lines[this.row] = (this.lines[this.row] ?? '').slice(0, this.#column);
    else if (part === '\u001b[J') {
      this.lines[this.row] = (this.lines[this.row] ?? '').slice(0, this.#column);
      this.lines.length = this.row + 1;
    } else if (part === '\n') {
      this.row += 1;
      this.#column = 0;
      this.lines[this.row] ??= '';
    } else if (!part.startsWith('\u001b')) {
      const line = this.lines[this.row] ?? '';
      this.lines[this.row] = line.slice(0, this.#column) + part + line.slice(this.#column + part.length);
      this.#column += part.length;
    }
  }
  #column = 0;
  /** As xterm, kitty, Windows Terminal and tmux do. */
  resize(columns: number): void {
    const broken = this.lines.map((line) => line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? ['']);
    this.row = broken.slice(0, this.row).flat().length;
    this.lines = broken.flat();
  }
  get text(): string {
    return this.lines.join('\n').trimEnd();
  }
}

function open(columns = 80, env: NodeJS.ProcessEnv = { NO_COLOR: '1' }) {
  const [output, errors] = [keepingSink(), keepingSink()];
  const stream = Object.assign(errors.sink, { isTTY: true, columns, rows: 24 });
  const terminal = openTerminal({ input: Readable.from([]), output: output.sink, errors: stream }, env);
  const ticker = new FakeTicker();
  const seen = new Screenful();
  let taken = 0;
  const shown = (): string => {
    seen.write(errors.kept().slice(taken));
    taken = errors.kept().length;
    return seen.text;
  };
  return { terminal, ticker, stream, show: openLive(terminal, ticker), shown, kept: errors.kept, seen };
}

describe('what is drawn', () => {
  it('at 80 columns', async () => {
    const view = afterMessage(ARMED, { side: 'b', text: 'set again by the plan that was agreed to: logging buffered' }, 10_000);
    await expect(`${drawWaiting({ ...view, bundles: 1, incidents: 2 }, 3000, 80).join('\n')}\n`).toMatchFileSnapshot(
      'golden/waiting-80.txt',
    );
  });

  it.each([60, 80, 100, 160, 200])('fits %d columns, however long a message is', (columns) => {
    const view = afterMessage(ARMED, { side: 'a', text: `${'long '.repeat(60)}\u001b[31m\ntwo` }, 0);
    expect(drawWaiting(view, 0, columns).filter((line) => line.length >= columns || /[\n\u001b]/.test(line))).toEqual([]);
  });

  it('says how long ago a router was looked at, and what is left of the lease', () => {
    expect(drawWaiting(ARMED, 0, 80).join('\n')).toContain('looked just now');
    const later = drawWaiting(ARMED, 90_000, 80).join('\n');
    expect(later).toContain('looked 1 min and 30 s ago');
    expect(later).toContain('23 h and 58 min left');
    expect(drawWaiting(ARMED, 90_000_000, 80).join('\n')).toContain('lease: over');
  });
});

describe('on a terminal', () => {
  it('stands below what is told, and is drawn again in its place each second', () => {
    const { terminal, show, ticker, shown } = open();
    terminal.tell('armed both routers');
    show(ARMED);
    ticker.pass(1000);
    terminal.tell('hq: its clock was set');
    ticker.pass(1000);
    const text = shown();
    expect(text.match(/WAITING/g)).toHaveLength(1);
    expect(text).toMatch(/^armed both routers\nhq: its clock was set\n\nWAITING /);
    expect(text).toContain('looked 2 s ago');
  });

  it('is gone when the waiting is over, and no clock ticks for it any more', () => {
    const { terminal, show, ticker, shown } = open();
    show(ARMED);
    show({ ...ARMED, isOver: true });
    expect(ticker.acts.size).toBe(0);
    terminal.tell('triggered');
    expect(shown()).toBe('triggered');
  });

  it('never hides the cursor, which stands below it between two frames: whatever ends the process, nothing is to be put back', () => {
    const { show, ticker, shown, kept, seen } = open();
    show(ARMED);
    for (let second = 0; second < 5; second += 1) {
      ticker.pass(1000);
      shown();
      expect(seen.row).toBe(seen.lines.length - 1);
      expect(seen.lines.at(-1)).toBe('');
    }
    expect(kept()).not.toMatch(/\u001b\[\?25|\u001b\[\?1049|\u001b7|\u001b\[s/);
  });

  it('shows each frame at once: one write, between the marks of a synchronized update', () => {
    const { show, ticker, kept } = open();
    show(ARMED);
    ticker.pass(1000);
    expect(kept()).toMatch(/^(?:\u001b\[\?2026h[\s\S]*?\u001b\[\?2026l){2}$/);
  });

  it.each([
    [80, 61],
    [120, 70],
    [61, 160],
  ])('leaves nothing behind when it is resized from %d to %d columns', (before, after) => {
    const { terminal, show, ticker, shown, stream, seen } = open(before);
    terminal.tell('armed');
    show(afterMessage(ARMED, { side: 'a', text: 'words '.repeat(40) }, 0));
    shown();
    seen.resize(after);
    stream.columns = after;
    ticker.pass(1000);
    const text = shown();
    expect(text.match(/WAITING/g)).toHaveLength(1);
    expect(text.startsWith('armed\n\nWAITING')).toBe(true);
  });

  it('takes no more rows than a low terminal has', () => {
    const { show, stream, shown } = open();
    stream.rows = 4;
    show(ARMED);
    expect(shown().split('\n').length).toBeLessThan(4);
  });
});

it.each([
  ['is no terminal', { isTTY: false }, {}],
  ['is a dumb one', { isTTY: true }, { TERM: 'dumb' }],
])('nothing is drawn where standard error %s', (_what, stream, env) => {
  const { sink, kept } = keepingSink();
  const terminal = openTerminal({ input: Readable.from([]), output: keepingSink().sink, errors: Object.assign(sink, stream) }, env);
  openLive(terminal, new FakeTicker())(ARMED);
  terminal.tell('armed');
  expect(kept()).toBe('armed\n');
});
