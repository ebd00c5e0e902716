/** `flaptrap init`: a first playbook from flags or from answers on a terminal, which `flaptrap check` passes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../src/cli/init/questions.ts';
import { init } from '../../src/cli/init.ts';
import type { Screen } from '../../src/cli/screen.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { flaptrap } from './flaptrap.ts';
import { type SilentScreen, silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-init-'));
let made = 0;

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function fresh(): string {
  made += 1;
  return join(FOLDER, `${made}.yaml`);
}

const A = ['--a-host', 'hq.example.net', '--a-address', '192.0.2.1', '--username', 'ops'];
const PAIR = [...A, '--b-host', 'branch.example.net', '--b-address', '198.51.100.1'];
const FOREIGN = [...A, '--b', 'cloud', '--b-address', '198.51.100.1', '--b-vendor', 'strongswan'];
const HUB = [...A, '--spokes', 'branch=198.51.100.1, depot=198.51.100.17'];

/** A terminal on which these answers are typed, one after another. */
function typing(answers: readonly string[]): { screen: SilentScreen & Required<Pick<Screen, 'ask'>>; asked: string[] } {
  const asked: string[] = [];
  const left = [...answers];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    const next = left.shift();
    if (next === undefined) throw new Error(`nothing was left to answer ${question}`);
    return next;
  };
  return { screen: { ...silentScreen(), isInteractive: true, ask }, asked };
}

/** The screen adds to its own text. */
function withPrinted(screen: SilentScreen): SilentScreen {
  screen.print = (text) => {
    screen.printed += `${text}\n`;
  };
  screen.tell = (text) => {
    screen.told += `${text}\n`;
  };
  return screen;
}

describe('flaptrap init with flags', () => {
  const VARIANTS = [
    ['a pair', PAIR],
    ['a pair with IPv6 addresses', [...A, '--a-address', '2001:db8::1', '--b-host', '2001:db8:9::2', '--b-address', '2001:db8::2']],
    ['a pair reached at the ends of its tunnel', ['--a-host', '192.0.2.1', '--b-host', '198.51.100.1']],
    ['a pair with a private key', [...PAIR, '--login', 'key:~/.ssh/id_ed25519']],
    ['a pair with an agent, and new host keys', [...PAIR, '--login', 'agent', '--host-keys', 'accept-new']],
    ['a pair of which nobody knows the version of IKE', [...PAIR, '--ike', 'both']],
    ['names that YAML takes for something else', [...PAIR, '--a', 'no', '--b', '0x1', '--username', 'null', '--lease', '12h']],
    ['an end that is not ours', FOREIGN],
    ['a hub and its spokes', HUB],
    ...[...(QUESTIONS.trigger.choices ?? [])].map((id): [string, string[]] => [`the trigger ${id}`, [...PAIR, '--trigger', id]]),
  ] as const satisfies [string, string[]][];

  it.each(VARIANTS)('writes what check passes: %s', async (_what, args) => {
    const file = fresh();
    const ran = await flaptrap(['init', file, ...args]);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain(`flaptrap plan ${file}`);
    expect(await flaptrap(['check', file])).toMatchObject({ code: 0 });
  });

  it('keeps each answer as it was given', async () => {
    const file = fresh();
    await flaptrap(['init', file, ...HUB, '--login', 'command:pass show "a: b" # c', '--ike', '2']);
    expect(parsePlaybook(readFileSync(file, 'utf8'), file).playbook).toMatchObject({
      tunnel: { a: { name: 'hq', host: 'hq.example.net', address: '192.0.2.1' }, b: { name: 'branch', address: '198.51.100.1' } },
      spokes: [{ name: 'depot', address: '198.51.100.17' }],
      logins: { routers: { username: 'ops', password: 'command:pass show "a: b" # c' } },
      hostKeys: { policy: 'strict' },
      debugs: ['ikev2', 'ipsec'],
    });
  });

  it('prints it where the file is -', async () => {
    const ran = await flaptrap(['init', '-', ...PAIR]);
    expect(parsePlaybook(ran.stdout, 'stdout').playbook).toBeDefined();
  });

  it('says what is next as JSON', async () => {
    const file = fresh();
    const ran = await flaptrap(['init', file, ...FOREIGN, '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ schema: 'flaptrap.init/1', file, kind: 'foreign' });
  });

  it('never overwrites', async () => {
    const file = fresh();
    writeFileSync(file, 'mine\n');
    const ran = await flaptrap(['init', file, ...PAIR]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('it is there already') });
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
  });

  it.each([
    ['an address that is none', ['--a-address', '10.1'], '--a-address 10.1: expected an IPv4 address'],
    ['an address that no router has', ['--a-address', '224.0.0.5'], '--a-address 224.0.0.5: 224.0.0.5 is a multicast address'],
    ['two ends with one address', ['--b-address', '192.0.2.1'], '--b-address 192.0.2.1: both peers have the address'],
    ['two ends with one name', ['--b', 'hq'], '--b hq: both peers have the name hq'],
    ['a name with a blank', ['--a', 'head office'], '--a head office: expected a name of letters'],
    ['a host that is none', ['--b-host', 'http://branch'], '--b-host http://branch: expected a host name'],
    ['a lease that is too long', ['--lease', '9999d'], '--lease 9999d: expected a duration'],
    ['a vendor, and no foreign end', ['--b-vendor', 'asa', '--kind', 'pair'], '--b-vendor is of a tunnel of the kind foreign'],
    ['one family of addresses at each end', ['--b-address', '2001:db8::2'], 'an IPv4 and an IPv6 address are not the two ends'],
  ])('refuses %s, says why, and writes nothing', async (_what, args, why) => {
    const file = fresh();
    const ran = await flaptrap(['init', file, ...PAIR, ...args]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    expect(() => readFileSync(file)).toThrow();
  });

  it('does not repeat a password that somebody typed in the place of a reference', async () => {
    const ran = await flaptrap(['init', fresh(), ...PAIR, '--login', 'Sesame-9']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('expected a reference to a secret') });
    expect(ran.stderr).not.toContain('Sesame');
  });

  it('names every flag that is missing, and a line that has them all', async () => {
    const ran = await flaptrap(['init', fresh(), '--a-host', 'hq.example.net']);
    expect(ran.code).toBe(2);
    for (const flag of ['--a-address', '--b-host', '--b-address']) expect(ran.stderr).toContain(flag);
    expect(ran.stderr).toContain('next:   run it on a terminal, or say it: flaptrap init');
  });
});

describe('flaptrap init on a terminal', () => {
  it('asks, takes what is usual for an empty answer, and asks again where an answer cannot be', async () => {
    const file = fresh();
    const answers = ['', '', 'hq.example.net', '10.1', '192.0.2.1', '', '198.51.100.1', '', 'ops', 'Sesame-9', '', '', '', '', ''];
    const { screen, asked } = typing(answers);
    expect(await init(file, {}, withPrinted(screen))).toBe(0);
    expect(screen.told).toContain('not so: expected an IPv4 address');
    expect(screen.told).toContain('not so: expected a reference to a secret');
    expect(asked).toHaveLength(answers.length);
    expect(asked[6]).toContain('management address');
    expect(parsePlaybook(readFileSync(file, 'utf8'), file).playbook?.tunnel.b).toMatchObject({ name: 'branch', address: '198.51.100.1' });
  });

  it('asks only what no flag has said, and nothing of another kind of tunnel', async () => {
    const { screen, asked } = typing(['', 'branch=198.51.100.1', '', '', '', '', '', '']);
    const given = { kind: 'hub', aHost: 'hq.example.net', aAddress: '192.0.2.1' } as const;
    expect(await init(fresh(), given, withPrinted(screen))).toBe(0);
    expect(asked.filter((question) => /management|vendor|Whose/.test(question))).toEqual([]);
  });

  it('asks nothing where the file is there already', async () => {
    const file = fresh();
    writeFileSync(file, '');
    const { screen, asked } = typing([]);
    await expect(init(file, {}, screen)).rejects.toMatchObject({ code: 'input' });
    expect(asked).toEqual([]);
  });

  it('says where there is no terminal which flags are lacking, for the file that was named', async () => {
    await expect(init('north.yaml', {}, silentScreen())).rejects.toMatchObject({
      message: expect.stringMatching(/^this is no terminal, so the flags must say it: --a-host <host>, /),
      context: { next: expect.stringContaining('flaptrap init north.yaml --a hq') },
    });
  });
});
