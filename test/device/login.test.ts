/** The password goes to the one question that asks for it, without echo, once; whatever else a server asks is quoted in an error. */
import type { KeyboardAuthContext, Prompt } from 'ssh2';
import { expect, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { asksForPassword } from '../../src/device/password-question.ts';
import { bannerMessage, sendRaw } from '../../src/lab/faults/means/hostility.ts';
import { failureOf } from './failure.ts';
import { ScriptedRouter } from './scripted-router.ts';

/** A server that asks by keyboard-interactive, and writes down what it is told. */
function asking(ask: (context: KeyboardAuthContext, hear: (answers: string[]) => void) => void) {
  const heard: string[] = [];
  const router = ScriptedRouter.start({
    authenticate: (context) => {
      if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive']);
      else ask(context, (answers) => heard.push(...answers));
    },
  });
  return { router, heard };
}

const hidden = (prompt: string): Prompt => ({ prompt, echo: false });

test.each<[string, Prompt[], string]>([
  ['a credit card, shown', [{ prompt: 'Credit card: ', echo: true }], 'Credit card'],
  ['a credit card, hidden', [hidden('Credit card number: ')], 'Credit card'],
  ['the password, shown', [{ prompt: 'Password: ', echo: true }], 'would show the answer'],
  ['ninety passwords', Array.from({ length: 90 }, () => hidden('Password: ')), '90 questions'],
  ['a new password', [hidden('New password: ')], 'New password'],
  ['the password again', [hidden('Retype password: ')], 'Retype password'],
  ['a one-time password', [hidden('One-time password: ')], 'One-time password'],
  ['a code', [hidden('Verification code: ')], 'Verification code'],
  ['an escape sequence', [hidden('\x1b[2JPassword: ')], '\\u001b[2JPassword'],
  ['a text without end', [hidden(`${'Password '.repeat(3000)}: `)], 'Password Password'],
])('a server that asks for %s is told nothing', async (_what, prompts, quoted) => {
  const { router, heard } = asking((context, hear) => context.prompt(prompts, hear));
  await using server = await router;
  const error = await failureOf(connect(server.target()));
  expect(error).toMatchObject({ code: 'login-failed', context: { peer: 'hq' } });
  expect(error.message).toContain(quoted);
  expect(error.message.length).toBeLessThan(400);
  expect(error.context.next).toContain('log in by hand');
  expect(heard).toEqual([]);
});

test.each(['Enter the code of your token', 'Type the 6-digit code that was sent to you', 'We ask for your e-mail password now'])(
  'an instruction such as %j makes of `Password:` another question',
  async (instruction) => {
    const { router, heard } = asking((context, hear) => context.prompt([hidden('Password: ')], 'Login', instruction, hear));
    await using server = await router;
    expect((await failureOf(connect(server.target()))).message).toContain(instruction);
    expect(heard).toEqual([]);
  },
);

test('a second round after the password is not answered', async () => {
  const { router, heard } = asking((context, hear) =>
    context.prompt([hidden('Password: ')], (first) => {
      hear(first);
      context.prompt([hidden('Password: ')], hear);
    }),
  );
  await using server = await router;
  expect((await failureOf(connect(server.target()))).message).toContain('again after the password was given');
  expect(heard).toEqual(['pass-word']);
});

test.each([
  'Password:',
  'Password: ',
  "ops@hq's password: ",
  '(ops@192.0.2.1) Password: ',
  'Enter password:',
  'Password for ops@hq:',
  '\r\nPassword: ',
  '(admin@192.0.2.1) Password: ',
  "ops@backup-hq's password: ",
  'Password for admin@hq:',
])('%j asks for the password', (line) => {
  expect(asksForPassword(line)).toBe(true);
});

test.each([
  'Bank password:',
  'Please type your GitHub password: ',
  'Enter your previous password:',
  'Vault password:',
  'Enter PGP key password:',
  'Decryption password:',
  'Enter the admin password:',
])('%j asks for another password', (line) => {
  expect(asksForPassword(line)).toBe(false);
});

test('an enable secret is typed to no other question, and only once', async () => {
  for (const [question, quoted] of [
    ['New password: ', 'New password:'],
    ['Credit card: password: ', 'Credit card: password:'],
    ['Username: ', 'Username:'],
    ['Really? [yes/no]: ', 'Really? [yes/no]:'],
  ] as const) {
    await using router = await ScriptedRouter.start({
      enableSecret: 'lift-me',
      commands: {
        enable: (typist) => {
          typist.say(question);
          return new Promise<string>(() => undefined);
        },
      },
    });
    let typed = '';
    const onTranscript = ({ direction, bytes }: { direction: string; bytes: Buffer }) => {
      if (direction === 'sent') typed += bytes.toString();
    };
    const error = await failureOf(connect(router.target({ enableSecret: 'lift-me' }), { onTranscript, deadlines: { settleMs: 20 } }));
    expect(error.code).toBe('login-failed');
    expect(error.message).toContain(quoted);
    expect(typed).not.toContain('<hidden>');
  }
});

test('banners without end before the login are an error', async () => {
  await using router = await ScriptedRouter.start({
    authenticate: (_context, client) => {
      for (let count = 0; count < 100; count += 1) sendRaw(client, bannerMessage('b'.repeat(30_000)));
    },
  });
  expect((await failureOf(connect(router.target()))).message).toContain('more than 16 banners');
});

test('a server that wants a new password is not taken for a silent one', async () => {
  await using router = await ScriptedRouter.start({
    authenticate: (context) => {
      if (context.method === 'password') context.requestChange('Your password has expired', () => undefined);
      else context.reject(['password']);
    },
  });
  expect((await failureOf(connect(router.target()))).message).toContain('asks for a new password');
});

test.each([
  ['a keyboard question', 'Enter new password: '],
  ['a keyboard question in other words', 'Your password has expired. New password: '],
])('an account whose password is at its end is told so behind %s', async (_what, prompt) => {
  const { router, heard } = asking((context, hear) =>
    context.prompt([hidden('Password: ')], (first) => {
      hear(first);
      context.prompt([hidden(prompt)], hear);
    }),
  );
  await using server = await router;
  const error = await failureOf(connect(server.target()));
  expect(error).toMatchObject({
    code: 'login-failed',
    context: { peer: 'hq', next: expect.stringContaining('change it, and give flaptrap') },
  });
  expect(heard).toEqual(['pass-word']);
});

test('a request of the protocol for a new password is told in the same words', async () => {
  await using router = await ScriptedRouter.start({
    authenticate: (context) => {
      if (context.method === 'password') context.requestChange('Your password has expired', () => undefined);
      else context.reject(['password']);
    },
  });
  expect((await failureOf(connect(router.target()))).context.next).toContain('change it, and give flaptrap');
});

test.each([
  ['\r\nYour password has expired.\r\nEnter new password: ', 'Enter new password:'],
  ['\r\nEnter new password :', 'Enter new password :'],
  ['\r\nPassword expired; 2 logins left.\r\nChange it now [Y/Any key - No]?', 'Change it now'],
  ['\r\nYour password will expire in 3 days.\r\nChange it now? [yes/no]: ', 'Change it now? [yes/no]:'],
  ['\r\nOld password:', 'Old password:'],
  ['\r\nEnter new secret: ', 'Enter new secret:'],
])('behind the login nothing is typed at %j, and what is to be done is said', async (greeting, quoted) => {
  const typed: string[] = [];
  await using router = await ScriptedRouter.start({
    onShell: (stream) => {
      stream.on('data', (bytes: Buffer) => typed.push(bytes.toString()));
      stream.write(greeting);
    },
  });
  const error = await failureOf(connect(router.target(), { deadlines: { settleMs: 20 } }));
  expect(error).toMatchObject({ code: 'login-failed', context: { next: expect.stringContaining('change it, and give flaptrap') } });
  expect(error.message).toContain(quoted);
  expect(typed).toEqual([]);
});

test('at terms that somebody is to accept nothing is typed either', async () => {
  const typed: string[] = [];
  await using router = await ScriptedRouter.start({
    onShell: (stream) => {
      stream.on('data', (bytes: Buffer) => typed.push(bytes.toString()));
      stream.write('\r\nDo you accept these terms? (yes/no) ');
    },
  });
  const error = await failureOf(connect(router.target(), { deadlines: { settleMs: 20 } }));
  expect(error.message).toContain('Do you accept these terms? (yes/no)');
  expect(typed).toEqual([]);
});

test('a banner whose last words offer to change the password is no question: the prompt stands behind it', async () => {
  await using router = await ScriptedRouter.start({ banner: '\r\nYour password will expire in 3 days. Change it now? [yes/no]:' });
  const target = router.target();
  await using cli = await connect(target, { deadlines: { settleMs: 20 } });
  expect(cli.hostname).toBe('hq');
});
