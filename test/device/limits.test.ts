/** What a router says without end, too slowly or too often ends in one error that says so. */
import { expect, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { allowAnswer, allowFile, allowPush, LIMITS } from '../../src/device/limits.ts';
import { failureOf } from './failure.ts';
import { type Script, ScriptedRouter, type Typist } from './scripted-router.ts';

/** Says the same again as long as somebody listens. */
function forEver(text: string, everyMs = 0): (router: Typist) => Promise<string> {
  return async ({ stream }) => {
    stream.setMaxListeners(0);
    while (stream.writable) {
      const goesOn = stream.write(text);
      await new Promise<void>((resolve) => {
        stream.once('close', () => resolve());
        if (everyMs > 0 || goesOn) setTimeout(resolve, everyMs);
        else stream.once('drain', () => resolve());
      });
    }
    return '';
  };
}

const SOON = { totalMs: 600, idleMs: 400, settleMs: 20 };

test.each<[string, NonNullable<Script['commands']>, RegExp]>([
  ['trickles a byte at a time', { 'show slow': forEver('.', 50) }, /did not finish within/],
  ['floods one endless line', { 'show slow': forEver('x'.repeat(65_536)) }, /more than 8000000 bytes/],
  ['floods empty lines', { 'show slow': forEver('\r\n'.repeat(32_768)) }, /more than 125000 lines/],
  ['floods carriage returns', { 'show slow': forEver('\r'.repeat(65_536)) }, /more than 8000000 bytes/],
  ['floods its own prompt', { 'show slow': forEver('hq#\r\n'.repeat(8192)) }, /more than 125000 lines/],
  ['pages for ever without a word', { 'show slow': forEver(' --More-- ', 60) }, /did not finish within/],
])('a router that %s is left with an error', async (_what, commands, message) => {
  await using router = await ScriptedRouter.start({ commands });
  await using cli = await connect(router.target(), { deadlines: SOON });
  const error = await failureOf(cli.exec('show slow'));
  expect(error).toMatchObject({ code: 'no-answer', context: { peer: 'hq', tried: 'show slow' } });
  expect(error.message).toMatch(message);
  expect(error.context.next).toBeTruthy();
});

test('carriage returns by the million in an answer that ends cost next to nothing', async () => {
  const answer = `${'\r'.repeat(1_000_000)}x\r\n`;
  await using router = await ScriptedRouter.start({ commands: { 'show returns': answer } });
  await using cli = await connect(router.target());
  const before = process.cpuUsage();
  expect(await cli.exec('show returns')).toContain('x\n');
  expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
});

test('a command that asks back again and again is answered a few times only', async () => {
  await using router = await ScriptedRouter.start({
    onShell: (stream) => {
      let isAsking = false;
      stream.write('hq#');
      stream.on('data', (keys: Buffer) => {
        const text = keys.toString();
        if (text.startsWith('delete')) isAsking = true;
        stream.write(isAsking ? `${text}\nDelete flash:x? [confirm]` : `${text.replaceAll('\r', '\r\nhq#')}`);
      });
    },
  });
  await using cli = await connect(router.target(), { deadlines: { settleMs: 20 } });
  const error = await failureOf(cli.exec('delete flash:x', { replies: [{ question: /\[confirm\]$/, reply: '\r' }] }));
  expect(error.message).toContain(`asked more than ${LIMITS.replies} questions`);
});

test('a banner without end and a prompt beyond belief are errors of the login', async () => {
  await using flood = await ScriptedRouter.start({
    onShell: (stream) => void forEver('#'.repeat(32_768))({ stream, say: () => undefined }),
  });
  expect((await failureOf(connect(flood.target()))).message).toContain('more than 1000000 bytes');
  await using long = await ScriptedRouter.start({ prompt: `${'h'.repeat(4000)}#` });
  expect((await failureOf(connect(long.target()))).message).toContain('a prompt of 4001 characters');
});

test('a flood on the error channel ends the session', async () => {
  await using router = await ScriptedRouter.start({
    commands: {
      'show slow': ({ stream }) =>
        new Promise(() => {
          stream.stderr.write('e'.repeat(LIMITS.errorBytes + 1));
        }),
    },
  });
  await using cli = await connect(router.target());
  expect((await failureOf(cli.exec('show slow'))).message).toContain('error channel');
});

test('what nobody asked for piles up only so far, and the next command is answered', async () => {
  await using router = await ScriptedRouter.start({ commands: { 'show clock': '04:20:11.123 UTC Tue Nov 24 2026\r\n' } });
  let heard = 0;
  let isHeard: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    isHeard = resolve;
  });
  const flood = '*Nov 24 04:20:11.123: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down\r\n'.repeat(4000);
  let stream: Typist['stream'] | undefined;
  router.script.commands = {
    ...router.script.commands,
    'show users': (typist) => {
      stream = typist.stream;
      return '';
    },
  };
  const onTranscript = ({ bytes }: { bytes: Buffer }) => {
    heard += bytes.length;
    if (heard > flood.length) isHeard();
  };
  await using cli = await connect(router.target(), { onTranscript });
  await cli.exec('show users');
  stream?.write(`${flood}hq#`);
  await all;
  expect(await cli.exec('show clock')).toBe('04:20:11.123 UTC Tue Nov 24 2026\n');
});

test('what a command may take follows from what it does', () => {
  const { totalMs, idleMs } = DEFAULT_DEADLINES;
  expect(allowAnswer(totalMs).baseMs).toBeGreaterThanOrEqual(2 * idleMs);
  const push = Array.from({ length: 600 }, () => 'x'.repeat(80));
  expect(allowPush(totalMs, push).baseMs).toBeGreaterThan(totalMs + (2 * (600 * 81 * 1000)) / 960);
  expect(allowFile(totalMs, 50_000_000).ceilingMs).toBeGreaterThan(allowFile(totalMs, 64_000).ceilingMs * 10);
});

test('readings that log lines spoil share the time of one', async () => {
  let count = 0;
  const noisy: Script['commands'] = {
    'show clock': async ({ stream }) => {
      const ended = new Promise<void>((resolve) => stream.once('close', () => resolve()));
      const turn = setInterval(() => stream.write('.'), 20);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500))]);
      clearInterval(turn);
      count += 1;
      return `\r\n*Nov 24 04:20:11.123: %LINK-3-UPDOWN: Interface Gi0/${count}, changed state to down\r\n`;
    },
  };
  await using router = await ScriptedRouter.start({ commands: noisy });
  await using cli = await connect(router.target(), { deadlines: { ...SOON, totalMs: 200 } });
  // Waited for until it is silent, it would never end.
  expect((await failureOf(cli.exec('show clock'))).code).toBe('no-answer');
});
