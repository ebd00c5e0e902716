/** Hostile faults of the login: a server that floods, trickles, asks for what is not its to ask, or never lets anybody in. */
import type { KeyboardAuthContext } from 'ssh2';
import type { Fault } from '../device/fault.ts';
import type { LabFault } from './lab-fault.ts';
import { bannerMessage, ignoreMessage, neverSay, sayForEver, sendRaw } from './means/hostility.ts';

const HOSTILE = { works: ['login'], outcome: 'loud', isHostile: true } as const;
const KEYBOARD = ['keyboard-interactive'] as const;
const SECRET = { spec: { enableSecret: 'lift-me' }, belief: { enableSecret: 'lift-me' } };

/** Takes the password by keyboard-interactive only. */
function onKeyboard(ask: (context: KeyboardAuthContext) => void): () => Fault {
  return () => ({
    onLogin: (context) => {
      if (context.method === 'keyboard-interactive') ask(context);
      else context.reject([...KEYBOARD]);
      return true;
    },
  });
}

/** Asks for the password for ever. */
function askAgain(context: KeyboardAuthContext): void {
  context.prompt([{ prompt: 'Password: ', echo: false }], () => askAgain(context));
}

function askNothing(context: KeyboardAuthContext): void {
  context.prompt([], () => askNothing(context));
}

export const HOSTILE_LOGIN_FAULTS = {
  'hostile-banner-after-login': {
    ...HOSTILE,
    title: 'hostile: a banner without end behind the login',
    make: () => ({
      onSession: (session) => {
        session.on('pty', (accept) => accept?.());
        session.on('shell', (accept) => void sayForEver(accept(), 'authorized use only\r\n'.repeat(1000)));
        return true;
      },
    }),
  },
  'hostile-banner-before-login': {
    ...HOSTILE,
    title: 'hostile: SSH banners without end before the login',
    make: () => ({
      onLogin: (_context, connection) => {
        const turn = setInterval(() => sendRaw(connection, bannerMessage('b'.repeat(30_000))), 1);
        connection.once('close', () => clearInterval(turn));
        return true;
      },
    }),
  },
  'hostile-compression': {
    ...HOSTILE,
    title: 'hostile: compressed packets only, small ones that hold gigabytes',
    make: () => ({ algorithms: { compress: ['zlib@openssh.com', 'zlib'] } }),
  },
  'hostile-enable-asks-again': {
    ...HOSTILE,
    ...SECRET,
    title: 'hostile: `enable` asks for the secret again and again',
    make: () => ({
      onLine: (line, session) => {
        const ask = (): string => session.ask('Password: ', ask, { isSecret: true });
        return line === 'enable' ? ask() : undefined;
      },
    }),
  },
  'hostile-enable-asks-new': {
    ...HOSTILE,
    ...SECRET,
    title: 'hostile: `enable` asks for a new password',
    make: () => ({
      onLine: (line, session) => (line === 'enable' ? session.ask('New password: ', () => 'thank you', { isSecret: true }) : undefined),
    }),
  },
  'hostile-ident-flood': {
    ...HOSTILE,
    title: 'hostile: one endless line before SSH begins',
    make: () => ({
      onSocket: (socket) => {
        void sayForEver(socket, 'x'.repeat(65_536));
        return true;
      },
    }),
  },
  'hostile-ident-lines': {
    ...HOSTILE,
    title: 'hostile: lines without end before SSH begins',
    make: () => ({
      onSocket: (socket) => {
        void sayForEver(socket, 'welcome\r\n'.repeat(1000));
        return true;
      },
    }),
  },
  'hostile-ident-trickle': {
    ...HOSTILE,
    title: 'hostile: SSH begins one byte at a time',
    make: () => ({
      onSocket: (socket) => {
        void sayForEver(socket, 'S', 100);
        return true;
      },
    }),
  },
  'hostile-ignored-messages': {
    ...HOSTILE,
    title: 'hostile: SSH messages to be ignored, in place of an answer to the login',
    make: () => ({
      onLogin: (_context, connection) => {
        const turn = setInterval(() => sendRaw(connection, ignoreMessage(30_000)), 1);
        connection.once('close', () => clearInterval(turn));
        return true;
      },
    }),
  },
  'hostile-key-exchange-silence': {
    ...HOSTILE,
    title: 'hostile: silence in the key exchange',
    make: () => ({
      onSocket: (socket) => {
        socket.write('SSH-2.0-Cisco-1.25\r\n');
        return true;
      },
    }),
  },
  'hostile-keyboard-again': { ...HOSTILE, title: 'hostile: asks for the password again and again', make: onKeyboard(askAgain) },
  'hostile-keyboard-card': {
    ...HOSTILE,
    title: 'hostile: asks for a credit card, and shows the answer',
    make: onKeyboard((context) => context.prompt([{ prompt: 'Credit card: \x1b]52;c;ZXZpbA==\x07', echo: true }], () => context.accept())),
  },
  'hostile-keyboard-ninety': {
    ...HOSTILE,
    title: 'hostile: ninety questions for the password',
    make: onKeyboard((context) =>
      context.prompt(
        Array.from({ length: 90 }, () => ({ prompt: 'Password: ', echo: false })),
        () => context.accept(),
      ),
    ),
  },
  'hostile-keyboard-nothing': { ...HOSTILE, title: 'hostile: asks nothing, again and again', make: onKeyboard(askNothing) },
  'hostile-login-inside': {
    ...HOSTILE,
    title: 'hostile: asks for the password again inside the session',
    spec: { banner: '\nPassword: ' },
    make: () => ({
      onSession: (session) => {
        session.on('pty', (accept) => accept?.());
        session.on('shell', (accept) => accept().write('\r\nPassword: '));
        return true;
      },
    }),
  },
  'hostile-partial-success': {
    ...HOSTILE,
    title: 'hostile: each credential is half a success',
    make: () => ({
      onLogin: (context) => {
        context.reject(['password', 'keyboard-interactive', 'publickey'], true);
        return true;
      },
    }),
  },
  'hostile-prompt-escapes': {
    ...HOSTILE,
    title: 'hostile: a host name that writes the clipboard',
    spec: { hostname: 'hq\x1b]52;c;ZXZpbA==\x07' },
  },
  'hostile-prompt-without-end': { ...HOSTILE, title: 'hostile: a host name of 100 kB', spec: { hostname: 'h'.repeat(100_000) } },
  'hostile-terminal-unanswered': {
    ...HOSTILE,
    title: 'hostile: no answer to the wish for a terminal',
    make: () => ({
      onSession: (session) => {
        session.on('pty', (accept) => accept?.());
        session.on('shell', () => void neverSay());
        return true;
      },
    }),
  },
} as const satisfies Record<string, LabFault>;
