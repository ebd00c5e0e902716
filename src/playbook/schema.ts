/** The schema is the playbook's grammar: every key, its range and its default; unknown keys are refused. */
import { z } from 'zod';
import { CONDITIONAL_DEBUGS } from '../ios/debugs.ts';
import { DURATION, parseDuration } from './duration.ts';
import { EVIDENCE } from './evidence/index.ts';
import { NOTIFY } from './notify-schema.ts';
import { host, keysOf, name, port, TUNNEL } from './peer-schema.ts';
import { SECRET_REFERENCE } from './secret.ts';
import { whyNoShow } from './show-command.ts';
import { STRATEGIES } from './strategies/index.ts';
import { TRIGGERS } from './triggers/index.ts';
import { DAYS, isZone, TIME_OF_DAY } from './window.ts';

/** The ways by which frozen files come home. `more` on the terminal; `buffer`: the log as it is now, where its frozen copy cannot be had. */
export const RETRIEVALS = ['more', 'scp', 'sftp', 'buffer'] as const;
export type Retrieval = (typeof RETRIEVALS)[number];

const secret = z
  .string()
  .regex(SECRET_REFERENCE, { error: ({ input }) => whyNoReference(String(input)) })
  .describe('Where the secret is found: env:NAME, file:PATH or command:COMMAND; never the secret itself.');
/** Without the text itself: it may be the secret. */
function whyNoReference(text: string): string {
  if (text.startsWith('env:')) return 'expected env:NAME, a NAME of letters, digits and underscores, as a shell exports it';
  const kind = ['file', 'command'].find((each) => text.startsWith(`${each}:`));
  return kind === undefined
    ? 'expected a reference to a secret: env:NAME, file:PATH or command:COMMAND'
    : `expected something on one line behind ${kind}:, without a blank between`;
}

/** Why it is refused depends on what is wrong with it. */
const showCommand = z
  .string()
  .superRefine((text, context) => {
    const why = whyNoShow(text);
    if (why !== undefined) context.addIssue(why);
  })
  .describe(
    'One show command; {local}, {remote}, {interface}, {vrf} and {fvrf} are filled in, and `vrf {vrf}` is left out where there is none; one filter may follow, such as | include {remote}.',
  );
const showList = z.array(showCommand);

function duration(minSeconds: number, maxSeconds: number) {
  return z
    .string()
    .regex(DURATION, 'expected a duration such as 75s, 30m, 12h or 3d')
    .refine((text) => isWithin(parseDuration(text), minSeconds, maxSeconds), `expected a duration from ${minSeconds}s to ${maxSeconds}s`)
    .describe(`A duration such as 75s, 30m, 12h or 3d; ${minSeconds} to ${maxSeconds} seconds.`);
}

function isWithin(value: number | undefined, min: number, max: number): boolean {
  return value === undefined || (value >= min && value <= max);
}

const login = z.strictObject({
  username: z.string().regex(/^\P{Cc}+$/u, 'expected a user name on one line'),
  password: secret.optional(),
  privateKey: secret.optional().describe('Reference to the text of an OpenSSH or PEM private key.'),
  passphrase: secret.optional(),
  agent: secret.optional().describe("Reference to the path of an SSH agent's socket, such as env:SSH_AUTH_SOCK."),
  enableSecret: secret.optional(),
});

export const LOGIN_KEYS = Object.keys(login.shape);

const jumpHost = z.strictObject({ host, port: port.default(22), login: name, legacyAlgorithms: z.boolean().default(false) });

const hostKeys = z.strictObject({
  policy: z.enum(['strict', 'accept-new']).default('strict'),
  knownHosts: z.string().min(1).default('~/.ssh/known_hosts'),
});

const budget = z.strictObject({
  captures: z.int().min(1).max(100).default(1).describe('How many captures `run` makes, one after another; each arming has its own lease.'),
  flashMegabytes: z.number().positive().max(4096).default(20).describe('Flash that must be free on each router.'),
  logBufferKilobytes: z.int().min(64).max(65_536).default(4096).describe('Smallest logging buffer that holds the recording.'),
  cpuPercent: z
    .int()
    .min(10)
    .max(99)
    .optional()
    .describe(
      'Above this CPU load nothing is armed, and the recording takes fewer debug families, then none; the router itself ends it when the load stays.',
    ),
  linesPerSecond: z
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .describe('Above so many log lines a second, over minutes, the recording takes fewer debug families, then none.'),
  memoryPercent: z
    .int()
    .min(10)
    .max(99)
    .default(90)
    .describe(
      'Above this share of its memory in use, the logging buffer included, a router is not armed, and a recording takes less: no ring of packets, fewer debug families, then none.',
    ),
});

const timeOfDay = z.string().regex(TIME_OF_DAY, 'expected a time of day such as 22:00');
const approvedHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay.describe('Earlier than `from`: on the next day.'),
    days: z
      .array(z.enum(DAYS))
      .min(1)
      .default([...DAYS])
      .describe('The days on which it begins.'),
    zone: z.string().refine(isZone, 'expected a time zone such as UTC or Europe/Berlin').default('UTC'),
  })
  .refine(({ from, to }) => from !== to, 'expected two different times')
  .describe('Approved hours: outside of them nothing is armed. What is armed stays until its trigger or the end of its lease.');
/** It goes into plan and journal, and is printed. */
const TICKET = /^[A-Za-z0-9][A-Za-z0-9 ._#/:-]{0,63}$/;

export const PLAYBOOK_SCHEMA = z
  .strictObject({
    name,
    description: z.string().optional(),
    tunnel: TUNNEL,
    logins: z.record(name, login),
    jumpHosts: z.record(name, jumpHost).default({}),
    hostKeys: hostKeys.prefault({}),
    trigger: z.enum(keysOf(TRIGGERS)).default('invalid-spi'),
    strangers: z
      .enum(['pass', 'spring'])
      .default('pass')
      .describe(
        'Unknown SPIs from an address that is no peer of this router: pass leaves the trap armed and says so in the log, spring takes them.',
      ),
    strategy: z
      .enum(keysOf(STRATEGIES))
      .default('recorder')
      .describe(
        'recorder: debugs run while armed, the trigger freezes them; event-trace: IOS XE, its event traces and no debugs; after: debugs begin at the trigger.',
      ),
    debugs: z.array(z.enum(CONDITIONAL_DEBUGS)).min(1).default(['isakmp', 'ipsec']),
    evidence: z
      .union([z.literal('auto'), z.array(z.enum(keysOf(EVIDENCE)))], {
        error: `expected auto, or a list of ${Object.keys(EVIDENCE).join(', ')}`,
      })
      .default('auto')
      .describe('Sets of shows, taken at arming, at the trigger and at the end; auto chooses by platform and tunnel.'),
    shows: z
      .union([showList, z.strictObject({ a: showList.default([]), b: showList.default([]) })])
      .default([])
      .describe('Shows beside those of the evidence sets: one list for both routers, or a list for each.'),
    tail: duration(5, 3600)
      .default('75s')
      .describe('How long the recording goes on after the trigger; over 60 s a second message can still come.'),
    lease: duration(60, 31_536_000)
      .default('3d')
      .describe('After this time the routers themselves remove everything, whatever became of flaptrap.'),
    poll: duration(1, 3600).default('30s').describe('How often flaptrap looks whether a router has sprung.'),
    traces: z
      .boolean()
      .default(true)
      .describe('On IOS XE the event traces of IPsec and IKEv2 are enabled beside the debugs where they are off, and given back.'),
    packets: z
      .union([z.boolean(), z.strictObject({ megabytes: z.int().min(1).max(64) })])
      .default(false)
      .describe(
        'On IOS XE a small ring of the headers of IKE and ESP between the two peers, exported at the trigger; `megabytes` is its size.',
      ),
    signal: z.enum(['orchestrator', 'snmp', 'none']).default('orchestrator').describe('Who calls the other end when one has sprung.'),
    retrieve: z
      .array(z.enum(RETRIEVALS))
      .min(1)
      .default(['more', 'scp', 'buffer'])
      .describe(
        'The ways by which frozen files come home, the first first; each is proven by size and MD5. scp needs `ip scp server enable`.',
      ),
    probe: z
      .boolean()
      .default(true)
      .describe('While arming, a harmless applet is run once and removed: it proves AAA, terminal lines, file writing and maxrun.'),
    eem: z.strictObject({ authorizationBypass: z.boolean().default(false) }).prefault({}),
    budget: budget.prefault({}),
    window: approvedHours.optional(),
    ticket: z
      .string()
      .regex(TICKET, "expected a ticket's number such as CHG0012345")
      .optional()
      .describe('The number under which this change was approved; kept in plan and journal.'),
    formats: z.array(z.enum(['text', 'json', 'html'])).default(['text', 'json']),
    notify: NOTIFY.optional(),
  })
  .meta({ title: 'flaptrap playbook', description: 'What to arm on the two ends of one tunnel, and what to bring home.' });

/** As written, after defaults; durations still as text. */
export type PlaybookDocument = z.output<typeof PLAYBOOK_SCHEMA>;
