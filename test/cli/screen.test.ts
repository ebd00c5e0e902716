/** Output is a comfort: a stream that fails, in whichever way, ends no work. */
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openTerminal } from '../../src/cli/screen.ts';
import { keepingSink } from './keeping-sink.ts';

const failure = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });

const WAYS: [way: string, open: (code: string) => Writable][] = [
  ['calls back with it', (code) => new Writable({ write: (_chunk, _encoding, done) => done(failure(code)) })],
  [
    'throws it',
    (code) =>
      Object.assign(keepingSink().sink, {
        write: () => {
          throw failure(code);
        },
      }),
  ],
  [
    'emits it later',
    (code) =>
      new Writable({
        write(_chunk, _encoding, done) {
          setImmediate(() => done(failure(code)));
        },
      }),
  ],
  [
    'is destroyed with it',
    (code) =>
      new Writable({
        write() {
          this.destroy(failure(code));
        },
      }),
  ],
];

describe.each(['EPIPE', 'EIO', 'ENOSPC', 'EBADF'])('a stream that fails by %s', (code) => {
  it.each(WAYS)('and %s loses what is said, and nothing else', async (_way, open) => {
    const { sink, kept } = keepingSink();
    const terminal = openTerminal({ input: Readable.from([]), output: open(code), errors: sink });
    for (const line of ['one', 'two', 'three']) terminal.print(line);
    terminal.tell('still here');
    expect(await terminal.whyLost()).toBe(code);
    terminal.print('four');
    expect(await terminal.whyLost()).toBe(code);
    expect(kept()).toBe('still here\n');
  });

  it('on both sides is silence', async () => {
    const [open] = WAYS.map(([, each]) => each);
    const broken = (): Writable => open?.(code) ?? keepingSink().sink;
    const terminal = openTerminal({ input: Readable.from([]), output: broken(), errors: broken() });
    terminal.tell('x');
    terminal.print('x');
    expect(await terminal.whyLost()).toBe(code);
  });
});

it('a stream that takes nothing is told no more than a little', () => {
  const stuck = new Writable({ write: () => undefined });
  const terminal = openTerminal({ input: Readable.from([]), output: keepingSink().sink, errors: stuck });
  for (let line = 0; line < 10_000; line += 1) terminal.tell('x'.repeat(1000));
  expect(stuck.writableLength).toBeLessThan(1_100_000);
});

it('a terminal is written to without waiting for it', () => {
  const modes: boolean[] = [];
  const sink = Object.assign(keepingSink().sink, { isTTY: true, _handle: { setBlocking: (is: boolean) => modes.push(is) } });
  openTerminal({ input: Readable.from([]), output: sink, errors: keepingSink().sink });
  expect(modes).toEqual([false]);
});
