/** The CLI's promises against a scripted router on the loopback. */
import { expect, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { failureOf } from './failure.ts';
import { ScriptedRouter } from './scripted-router.ts';

test('a command is answered without its echo and without the prompt', async () => {
  await using router = await ScriptedRouter.start({
    commands: { 'show clock': '*04:20:11.123 UTC Tue Nov 24 2026\r\n' },
  });
  await using cli = await connect(router.target());
  expect(cli.hostname).toBe('hq');
  expect(await cli.exec('show clock')).toBe('*04:20:11.123 UTC Tue Nov 24 2026\n');
  expect(await cli.exec('show clock')).toBe('*04:20:11.123 UTC Tue Nov 24 2026\n');
});

test('a refusal is an error with the line that says no', async () => {
  await using router = await ScriptedRouter.start();
  await using cli = await connect(router.target());
  const error = await failureOf(cli.exec('show nonsense'));
  expect(error.code).toBe('refused');
  expect(error.context).toMatchObject({ peer: 'hq', tried: 'show nonsense' });
  expect(await cli.tryExec('show nonsense')).toMatchObject({ ok: false });
});

test('a line that looks like the prompt inside an answer does not end it', async () => {
  const answer = 'first\r\nhq#\r\nhq#show clock\r\nlast\r\n';
  await using router = await ScriptedRouter.start({
    commands: { 'more flash:x': answer },
  });
  await using cli = await connect(router.target());
  expect(await cli.exec('more flash:x')).toBe(answer.replaceAll('\r\n', '\n'));
});

test('an applet goes in line by line and each answer is known', async () => {
  await using router = await ScriptedRouter.start();
  await using cli = await connect(router.target());
  const lines = [
    'event manager applet FLAPTRAP-1-MAIN',
    ' event none',
    ...Array.from({ length: 60 }, (_, index) => ` action ${1000 + index} puts "line ${index}"`),
  ];
  const answers = await cli.configure(lines);
  expect(answers.map(({ line }) => line)).toEqual(lines);
  expect(router.applets.get('FLAPTRAP-1-MAIN')).toHaveLength(61);
  expect(cli.isPrivileged).toBe(true);
});

test('a refused line is named, and the half-made applet is gone', async () => {
  const invalid = "               ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";
  await using router = await ScriptedRouter.start({
    refuse: (line) => (line.includes('bogus') ? invalid : undefined),
  });
  await using cli = await connect(router.target());
  const error = await failureOf(
    cli.configure(['event manager applet FLAPTRAP-1-MAIN', ' event none', ' action 010 bogus', ' action 020 puts "x"']),
  );
  expect(error).toMatchObject({
    code: 'refused',
    line: ' action 010 bogus',
    lineIndex: 2,
  });
  expect(router.applets.size).toBe(0);
  await expect(cli.exec('terminal length 0')).resolves.toBe('');
});

test('the body of an applet whose header is refused is never typed', async () => {
  await using router = await ScriptedRouter.start({
    refuse: (line) => (line.startsWith('event manager') ? '% EEM is not available\r\n' : undefined),
  });
  await using cli = await connect(router.target());
  expect((await failureOf(cli.configure(['event manager applet X', ' action 1 puts "x"']))).code).toBe('refused');
  expect(router.typed.some(({ line }) => line.includes('puts'))).toBe(false);
});

test('the enable secret raises the privilege and no transcript shows it', async () => {
  await using router = await ScriptedRouter.start({ enableSecret: 'lift-me' });
  let transcript = '';
  const options = {
    onTranscript: ({ bytes }: { bytes: Buffer }) => {
      transcript += bytes.toString('latin1');
    },
  };
  await using cli = await connect(router.target({ enableSecret: 'lift-me' }), options);
  expect(cli.isPrivileged).toBe(true);
  expect(transcript).not.toContain('lift-me');
  expect(transcript).toContain('<hidden>');
});

test('a wrong enable secret is a failed login', async () => {
  await using router = await ScriptedRouter.start({ enableSecret: 'lift-me' });
  expect((await failureOf(connect(router.target({ enableSecret: 'wrong' })))).code).toBe('login-failed');
});

test('a custom prompt is learnt, and configuration mode still found', async () => {
  await using router = await ScriptedRouter.start({
    hostname: 'a-very-long-host-name-of-hq',
    prompt: 'dc1 (hq) %% ',
    commands: {
      'show version | include uptime': 'a-very-long-host-name-of-hq uptime is 2 weeks\r\n',
    },
  });
  await using cli = await connect(router.target());
  expect(cli.hostname).toBe('a-very-long-host-name-of-hq');
  await cli.configure(['event manager applet X', ' event none', ' action 1 puts "x"']);
  expect(router.applets.get('X')).toHaveLength(2);
});
