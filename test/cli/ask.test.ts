/** A question that a person is asked: what is yes, what is no, and what stops. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/cli/ask.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { keepingSink } from './keeping-sink.ts';

function asked(isTerminal = false): { input: PassThrough; answer: Promise<boolean>; kept(): string } {
  const input = Object.assign(new PassThrough(), isTerminal ? { isTTY: true, setRawMode: () => undefined } : {});
  const { sink, kept } = keepingSink();
  const output = Object.assign(sink, { isTTY: isTerminal });
  return { input, answer: ask('apply? ', input, output), kept };
}

describe('a question', () => {
  it.each([
    ['y\n', true],
    ['yes\r\n', true],
    ['YES\n', true],
    ['n\n', false],
    ['\n', false],
    ['yess\n', false],
  ])('answered by %j is %s', async (typed, is) => {
    const { input, answer } = asked();
    input.write(typed);
    expect(await answer).toBe(is);
  });

  it('whose input ends is answered by no', async () => {
    const { input, answer } = asked();
    input.end();
    expect(await answer).toBe(false);
  });

  it('whose input fails is answered by no', async () => {
    const { input, answer } = asked();
    input.destroy(new Error('EIO'));
    expect(await answer).toBe(false);
  });

  it('stops by Ctrl-C in a terminal', async () => {
    const { input, answer } = asked(true);
    input.write('\u0003');
    await expect(answer).rejects.toMatchObject({ code: 'stopped' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops by %s, and listens no longer', async (signal) => {
    const before = process.listeners(signal);
    const { answer } = asked();
    const added = process.listeners(signal).filter((each) => !before.includes(each));
    expect(added).toHaveLength(1);
    process.emit(signal, signal);
    await expect(answer).rejects.toMatchObject({ code: 'stopped' });
    expect(process.listeners(signal).filter((each) => added.includes(each))).toEqual([]);
  });

  it('is shown without what would act on the terminal', async () => {
    const { sink, kept } = keepingSink();
    const input = new PassThrough();
    const answer = openTerminal({ input, output: sink, errors: sink }).confirm('arm \u001b[2J?');
    input.end('n\n');
    expect(await answer).toBe(false);
    expect(kept()).toBe('arm \\u001b[2J? [y/N] ');
  });
});
