/** Hostile faults of an answer, to a command or to a line of a push: one that never ends, in bytes, lines, pages, questions or time, or that is not what was asked for. */
import type { ServerChannel } from 'ssh2';
import type { Fault } from '../device/fault.ts';
import type { LabFault } from './lab-fault.ts';
import { neverSay, sayForEver } from './means/hostility.ts';
import { logLine } from './means/noise.ts';

const HOSTILE = { works: ['show'], outcome: 'loud', isHostile: true } as const;
const HOSTILE_PUSH = { ...HOSTILE, works: ['push'] } as const;

/** Instead of the answer to `show version`. */
function onVersion(say: (channel: ServerChannel) => string | Promise<string>): () => Fault {
  return () => ({ onLine: (line, _session, _router, channel) => (line === 'show version' ? say(channel) : undefined) });
}

/** Instead of the answer to an action in the middle of the applet. */
function onAction(say: (channel: ServerChannel) => string | Promise<string>): () => Fault {
  return () => ({ onLine: (line, _session, _router, channel) => (/^ ?action 0?200 /.test(line) ? say(channel) : undefined) });
}

/** The same again without end, as fast as it goes or every so often. */
function without(end: string, everyMs = 0): () => Fault {
  return onVersion((channel) => sayForEver(channel, end, everyMs));
}

export const HOSTILE_ANSWER_FAULTS = {
  'hostile-backspaces': { ...HOSTILE, title: 'hostile: backspaces without end', make: without('\b'.repeat(32_768)) },
  'hostile-carriage-returns': { ...HOSTILE, title: 'hostile: carriage returns without end', make: without('\r'.repeat(32_768)) },
  'hostile-echo-lies': {
    ...HOSTILE,
    title: 'hostile: echoes something else than was typed',
    make: () => ({ makeOutput: () => (bytes, wire) => wire.send(bytes.toString('latin1').replaceAll('show version', 'show users')) }),
  },
  'hostile-echo-missing': {
    ...HOSTILE,
    title: 'hostile: echoes nothing',
    make: () => ({ makeOutput: () => (bytes, wire) => wire.send(bytes.toString('latin1').replaceAll(/(?<=#)[^\r\n#]+/g, '')) }),
  },
  'hostile-empty-lines': { ...HOSTILE, title: 'hostile: empty lines without end', make: without('\r\n'.repeat(16_384)) },
  'hostile-error-channel': {
    ...HOSTILE,
    title: 'hostile: the error channel without end',
    make: onVersion((channel) => sayForEver(channel.stderr, 'e'.repeat(32_768))),
  },
  'hostile-escapes': {
    ...HOSTILE,
    title: 'hostile: a refusal that writes the clipboard',
    make: onVersion(() => `% Invalid input detected at '^' marker. \x1b]52;c;ZXZpbA==\x07 \x9b31m\n`),
  },
  'hostile-line': { ...HOSTILE, title: 'hostile: one line without end', make: without('x'.repeat(32_768)) },
  'hostile-lines': {
    ...HOSTILE,
    title: 'hostile: 4 GB of `show version`',
    make: without('Cisco IOS Software, Version 15.7(3)M8\r\n'.repeat(1000)),
  },
  'hostile-log-for-ever': {
    ...HOSTILE,
    title: 'hostile: another log line in every reading',
    make: (random) => ({
      onLine: (line) => (line === 'show version' ? `Cisco IOS Software\n${logLine(random).replace('\r', '')}${random()}\n` : undefined),
    }),
  },
  'hostile-pager': {
    ...HOSTILE,
    title: 'hostile: a pager without end',
    make: onVersion((channel) => sayForEver(channel, `${'one more line\r\n'.repeat(23)} --More-- `, 150)),
  },
  'hostile-pager-flood': {
    ...HOSTILE,
    title: 'hostile: pagers without end and without a pause',
    make: without(' --More-- '.repeat(3000)),
  },
  'hostile-pager-mute': { ...HOSTILE, title: 'hostile: a pager that shows nothing', make: without(' --More-- ', 400) },
  'hostile-prompt-other': {
    ...HOSTILE,
    title: 'hostile: another prompt behind each command',
    make: (random) => ({
      onLine: (_line, _session, router) => {
        router.configuration.set(`hostname hq${Math.floor(random() * 1e6)}`);
        return undefined;
      },
    }),
  },
  'hostile-prompts': { ...HOSTILE, title: 'hostile: its own prompt without end', make: without('hq#\r\n'.repeat(8000)) },
  'hostile-push-flood': {
    ...HOSTILE_PUSH,
    title: 'hostile: an action is answered without end',
    make: onAction((channel) => sayForEver(channel, 'so it is\r\n'.repeat(3000))),
  },
  'hostile-push-prompts': {
    ...HOSTILE_PUSH,
    title: 'hostile: an action is answered with prompts without end',
    make: onAction((channel) => sayForEver(channel, 'hq(config-applet)#\r\n'.repeat(2000))),
  },
  'hostile-push-question': {
    ...HOSTILE_PUSH,
    title: 'hostile: an action is answered with a question',
    make: () => ({
      onLine: (line, session) => (/^ ?action 0?200 /.test(line) ? session.ask('Overwrite everything? [confirm]', () => '') : undefined),
    }),
  },
  'hostile-push-silence': { ...HOSTILE_PUSH, title: 'hostile: an action is never answered', make: onAction(neverSay) },
  'hostile-push-trickle': {
    ...HOSTILE_PUSH,
    title: 'hostile: an action is answered a byte now and then',
    make: onAction((channel) => sayForEver(channel, '.', 300)),
  },
  'hostile-question': {
    ...HOSTILE,
    title: 'hostile: asks for the password in the middle of a command',
    make: () => ({
      onLine: (line, session) => (line === 'show version' ? session.ask('Password: ', () => '', { isSecret: true }) : undefined),
    }),
  },
  'hostile-sentinels': {
    ...HOSTILE,
    title: 'hostile: says back what was typed without end',
    make: () => ({
      onLine: (line, _session, _router, channel) => (line.startsWith('!') ? sayForEver(channel, `hq#${line}\r\n`.repeat(1000)) : undefined),
    }),
  },
  'hostile-silence': { ...HOSTILE, title: 'hostile: silence in place of an answer', make: onVersion(neverSay) },
  'hostile-trickle': { ...HOSTILE, title: 'hostile: a byte now and then, for ever', make: without('.', 300) },
  'hostile-trickle-of-lines': { ...HOSTILE, title: 'hostile: a line now and then, for ever', make: without('one more line\r\n', 200) },
} as const satisfies Record<string, LabFault>;
