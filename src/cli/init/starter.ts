/** A starter is the text of a first playbook, made of the answers so far; what is still open has a stand-in that disturbs no answer. */
import { stringify } from 'yaml';
import type { Diagnostic } from '../../diagnostic.ts';
import { parsePlaybook } from '../../playbook/parse.ts';
import { TRIGGERS } from '../../playbook/triggers/index.ts';
import type { Trigger } from '../../playbook/triggers/trigger.ts';

export const KINDS = ['pair', 'foreign', 'hub'] as const;
export type Kind = (typeof KINDS)[number];

export interface Answers {
  kind: Kind;
  a: string;
  aHost: string;
  aAddress: string;
  b: string;
  bHost: string;
  bAddress: string;
  vendor: string;
  /** `branch=198.51.100.1,depot=198.51.100.17` */
  spokes: string;
  username: string;
  /** A reference to a password, `key:PATH`, or `agent`. */
  login: string;
  hostKeys: string;
  /** `1`, `2`, or `both` where nobody knows. */
  ike: string;
  trigger: string;
  lease: string;
}

export function printStarter(answers: Answers): string {
  const { kind, hostKeys, trigger, lease } = answers;
  return `${[
    '# Written by `flaptrap init`. Every other key has a default; docs/playbook.md and playbooks/playbook.schema.json of flaptrap name them all.',
    `name: ${word(nameOf(answers))}`,
    '',
    'tunnel:',
    '  a:',
    ...managed(answers.a, answers.aHost, answers.aAddress, trigger),
    ...(kind === 'hub' ? spokesOf(answers.spokes) : ['  b:', ...otherEnd(answers)]),
    '',
    'logins:',
    '  routers:',
    `    username: ${word(answers.username)}`,
    ...loginLines(answers.login),
    '',
    'hostKeys:',
    `  policy: ${word(hostKeys)} # strict: the key of each router must be in known_hosts; accept-new: the first one seen is written there`,
    '',
    `trigger: ${word(trigger)}`,
    `debugs: [${debugsOf(answers.ike).join(', ')}]`,
    `lease: ${word(lease)} # after this the routers remove everything by themselves`,
  ].join('\n')}\n`;
}

const NAME_MAX = 63;

function nameOf({ kind, a, b }: Answers): string {
  return (kind === 'hub' ? `${a}-spokes` : `${a}-${b}`).slice(0, NAME_MAX);
}

/** As YAML has it, in quotes where it must be. */
function word(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
}

function managed(name: string, host: string, address: string, trigger: string): string[] {
  const { platforms: [platform] = [] }: Pick<Trigger, 'platforms'> = Object.hasOwn(TRIGGERS, trigger)
    ? ((TRIGGERS as Record<string, Trigger>)[trigger] ?? {})
    : {};
  return [
    `    name: ${word(name)}`,
    `    host: ${word(host)} # where SSH goes`,
    `    address: ${word(address)} # the end of the tunnel, as the other router's crypto configuration knows it`,
    ...(platform === undefined ? [] : [`    platform: ${platform} # the trigger springs nowhere else`]),
    '    login: routers',
  ];
}

function otherEnd({ kind, b, bHost, bAddress, vendor, trigger }: Answers): string[] {
  if (kind === 'pair') return managed(b, bHost, bAddress, trigger);
  return [`    name: ${word(b)}`, `    address: ${word(bAddress)}`, `    vendor: ${word(vendor)} # not ours: nobody logs in to it`];
}

function spokesOf(spokes: string): string[] {
  const lines = spokes.split(',').flatMap((spoke) => {
    const [name = '', address = ''] = spoke.split('=').map((part) => part.trim());
    return [`    - name: ${word(name)}`, `      address: ${word(address)}`];
  });
  return ['  b: # the spokes: nobody logs in to them', ...lines];
}

const AGENT = 'agent';
const KEY = /^key:(?<path>.*)$/;

function loginLines(login: string): string[] {
  if (login === AGENT) return ['    agent: env:SSH_AUTH_SOCK'];
  const key = KEY.exec(login)?.groups?.['path'];
  if (key !== undefined) return [`    privateKey: ${word(`file:${key}`)}`];
  return [`    password: ${word(login)} # a reference, never the password itself`];
}

function debugsOf(ike: string): string[] {
  const versions = { 1: ['isakmp'], 2: ['ikev2'], both: ['isakmp', 'ikev2'] }[ike] ?? [`ike-${ike}`];
  return [...versions, 'ipsec'];
}

/** Why an answer cannot stand, as `check` would say it: everything else is answered already, or has a stand-in. */
export function whyWrong(answers: Partial<Answers>): string | undefined {
  const worst = parsePlaybook(printStarter({ ...standIns(answers), ...answers }), 'answers').diagnostics.find(
    ({ severity }) => severity === 'error',
  );
  return worst === undefined ? undefined : sayWhy(worst);
}

/** Without the path of its key, which nobody has seen yet. */
function sayWhy({ summary, detail }: Diagnostic): string {
  const said = summary.replace(/^(?:name|tunnel|logins|hostKeys|trigger|debugs|lease)[\w.-]*: /, '');
  return detail === undefined ? said : `${said}; ${detail}`;
}

/** Names, hosts and addresses (RFC 6598) that nobody answers with; of the family of the addresses that are known. */
function standIns({ aAddress = '', kind = 'pair' }: Partial<Answers>): Answers {
  const [one, two] = aAddress.includes(':') ? ['fd00:f1a9::fffd', 'fd00:f1a9::fffe'] : ['100.127.255.253', '100.127.255.254'];
  return {
    kind,
    a: 'end-a-of-init',
    aHost: 'end-a.invalid',
    aAddress: one,
    b: 'end-b-of-init',
    bHost: 'end-b.invalid',
    bAddress: two,
    vendor: 'other',
    spokes: `end-b-of-init=${two}`,
    username: 'ops',
    login: 'env:FLAPTRAP_PASSWORD',
    hostKeys: 'strict',
    ike: '1',
    trigger: 'invalid-spi',
    lease: '3d',
  };
}
