/** The armed trap against what a real router meets: strangers, neighbours in spelling, other peers, messages that go on, a disarm under way. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { interpret } from '../../src/applet/interpret.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { readConfiguredEnds } from '../../src/ios/configured-ends.ts';
import { checkReferences } from '../../src/playbook/check.ts';
import { homeName } from '../../src/playbook/ownership.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { STRATEGIES } from '../../src/playbook/strategies/index.ts';
import { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import { type ArmedLab, type ArmedLabOptions, armLab, disarmLab, freezesOf, rolesOf, sprungBy } from '../armed-lab.ts';

const open: ArmedLab[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ lab }) => lab.close()));
});

function read(name: string, changes: Partial<Playbook> = {}): Playbook {
  const { playbook } = parsePlaybook(readFileSync(`playbooks/${name}.yaml`, 'utf8'), name);
  if (playbook === undefined) throw new Error(`no playbook ${name}`);
  return { ...playbook, ...changes };
}

async function armed(playbook: Playbook, options: ArmedLabOptions = {}): Promise<ArmedLab> {
  const each = await armLab(playbook, options);
  open.push(each);
  return each;
}

/** The router b hears of a packet from there. */
async function hear({ lab }: ArmedLab, source: string, { spi = '0xB761863E(3076621886)', to = '198.51.100.1' } = {}): Promise<void> {
  lab.b.router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    `decaps: rec'd IPSEC packet has invalid spi for destaddr=${to}, prot=50, spi=${spi}, srcaddr=${source}, input interface=GigabitEthernet0/0`,
  );
  await lab.clock.advance(30_000);
}

const said = ({ lab }: ArmedLab): string => lab.b.router.log.show();
const filesOf = ({ lab }: ArmedLab): string[] => [...lab.b.router.flash.keys()].filter((name) => name.startsWith('flaptrap'));

describe('a message of another address', () => {
  it.each(['192.0.2.10', '192.0.2.123', '192.0.2.11', '2.192.0.2', '203.0.113.9'])(
    '%s leaves the trap armed for the peer',
    async (source) => {
      const trap = await armed(read('tunnel-flaps'));
      await hear(trap, source);
      expect([sprungBy(trap, 'b'), freezesOf(trap, 'b'), filesOf(trap)]).toEqual([undefined, 0, []]);
      expect(said(trap)).toContain(`not ours: ${source} is a stranger, the trap stays`);
      await hear(trap, '192.0.2.1');
      expect(sprungBy(trap, 'b')).toBe('192.0.2.1 (peer)');
      expect(said(trap)).toContain('let pass before: 1');
    },
  );

  it('to another address of this router is nothing to the trap', async () => {
    const trap = await armed(read('tunnel-flaps'));
    for (const to of ['198.51.100.10', '198.51.100.123', '203.0.113.7']) await hear(trap, '192.0.2.1', { to });
    expect(trap.lab.b.router.eem.history).toEqual([]);
  });

  it('that is another peer of this router is told from a stranger, and let pass even where strangers are taken', async () => {
    const ends = readConfiguredEnds('crypto map M 10 ipsec-isakmp\n set peer 203.0.113.9\ninterface Gi0\n crypto map M\n');
    const trap = await armed(read('unknown-sender'), { ends });
    await hear(trap, '203.0.113.9');
    expect(freezesOf(trap, 'b')).toBe(0);
    expect(said(trap)).toContain('not ours: 203.0.113.9 is another peer, the trap stays');
    await hear(trap, '203.0.113.90');
    expect(sprungBy(trap, 'b')).toBe('203.0.113.90 (stranger)');
  });

  it('is the peer without its NAT, or behind it', async () => {
    const { tunnel } = read('tunnel-flaps');
    const behindNat = { ...tunnel, a: { ...tunnel.a, natAddress: '203.0.113.1' as typeof tunnel.a.address } };
    for (const source of ['192.0.2.1', '203.0.113.1']) {
      const trap = await armed(read('tunnel-flaps', { tunnel: behindNat }));
      await hear(trap, source);
      expect(sprungBy(trap, 'b')).toBe(`${source} (peer)`);
    }
  });

  it('is the peer that has moved when its SPI is one that this router made for it', async () => {
    const trap = await armed(read('tunnel-flaps'));
    trap.lab.play('stale-nhrp', 'b', 0);
    await trap.lab.clock.advance(300_000);
    expect(sprungBy(trap, 'b')).toMatch(/ \(moved\)$/);
  });

  it('in a form that nobody knows, as of IPv6, does not spring it', async () => {
    const trap = await armed(read('tunnel-flaps'));
    await hear(trap, '2001:DB8::1');
    expect(freezesOf(trap, 'b')).toBe(0);
  });
});

describe('a message that goes on', () => {
  it.each(['tunnel-flaps', 'black-hole', 'dmvpn-spoke'])('freezes %s once, and the trap then goes by itself', async (name) => {
    const trap = await armed(read(name));
    trap.lab.play('delete-lost', 'b', 0);
    await trap.lab.clock.advance(600_000);
    expect([freezesOf(trap, 'b'), rolesOf(trap, 'b')]).toEqual([1, ['GUARD', 'LEASE']]);
    const runs = trap.lab.b.router.eem.history.length;
    await trap.lab.clock.advance(600_000);
    expect(trap.lab.b.router.eem.history.length - runs).toBeLessThanOrEqual(1);
  });

  it('locks the other applet away before anything is shown or waited for', async () => {
    const trap = await armed(read('black-hole'));
    const [watch] = parseApplets(trap.plan.peers.b.steps.at(-1)?.lines.join('\n') ?? '', 'x').applets;
    const commands = (watch?.actions ?? []).map(({ fields }) => JSON.stringify(fields));
    const at = (what: string): number => commands.findIndex((text) => text.includes(what));
    expect(at('no event manager applet')).toBeGreaterThan(0);
    expect(at('no event manager applet')).toBeLessThan(at('show crypto'));
    expect(watch?.actions.findIndex(({ verb }) => verb === 'wait')).toBeGreaterThan(at('no event manager applet'));
  });

  it('does nothing any more behind a disarm, nor to the debugs that somebody sets then', async () => {
    for (const name of ['tunnel-flaps', 'black-hole']) {
      const trap = await armed(read(name));
      for (const _message of [1, 2]) await hear(trap, '192.0.2.1');
      expect(freezesOf(trap, 'b')).toBe(1);
      await disarmLab(trap);
      const files = filesOf(trap);
      trap.lab.b.router.debugs.add('crypto isakmp');
      await trap.lab.clock.advance(600_000);
      expect(filesOf(trap)).toEqual(files);
      expect([...trap.lab.b.router.debugs]).toEqual(['crypto isakmp']);
      expect(said(trap)).not.toContain('the tail ends');
    }
  });
});

describe('the drops of the data plane', () => {
  const COUNTERS = ['IN_US_V4_PKT_SA_NOT_FOUND_SPI', 'IN_US_V6_PKT_SA_NOT_FOUND_SPI', 'IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI'];

  /** Whether it freezes when the counter shows the one figure, and then the other. */
  async function freezes(counter: string, before: number, after: number): Promise<boolean> {
    const { plan } = await armed(read('silent-drops'), { platform: 'ios-xe' });
    const [watch] = parseApplets(plan.peers.b.steps.at(-1)?.lines.join('\n') ?? '', 'x').applets;
    if (watch === undefined) throw new Error('no applet');
    const names = ['WATCH', 'CALL'].map((role) => `FLAPTRAP-${plan.captureId}-${role}`).join('\n');
    const run = interpret(watch, {});
    let hasWaited = false;
    let answer = '';
    for (let step = run.next(); step.done !== true; step = run.next({ output: answer })) {
      const effect = step.value;
      if (effect.kind === 'wait') hasWaited = true;
      if (effect.kind !== 'cli') continue;
      if (effect.command.includes('redirect')) return true;
      const rows = COUNTERS.map((name) => `        4  ${name}         ${name === counter ? (hasWaited ? after : before) : 7}`);
      answer = effect.command.includes('drops') ? rows.join('\n') : names;
    }
    return false;
  }

  it.each(COUNTERS)('spring it by %s, from ten packets in a minute on', async (counter) => {
    expect([await freezes(counter, 5, 6), await freezes(counter, 5, 14), await freezes(counter, 5, 15)]).toEqual([false, false, true]);
    expect(await freezes(counter, 64574, 64574)).toBe(false);
  });

  it('are not looked at again before one look, and what it may begin, is over', async () => {
    const { plan } = await armed(read('silent-drops'), { platform: 'ios-xe' });
    const [, event = ''] = plan.peers.b.steps.at(-1)?.lines.filter((line) => /event (?:timer|manager)/.test(line)) ?? [];
    expect(Number(/time (\d+)/.exec(event)?.[1])).toBeGreaterThanOrEqual(plan.freezeSeconds);
  });
});

describe('the call of the other end', () => {
  it('by an SNMP trap is known by its number, wherever the trap comes from', async () => {
    const { plan } = await armed(read('tunnel-flaps', { signal: 'snmp' }));
    for (const { steps } of [plan.peers.a, plan.peers.b]) {
      const lines = steps.flatMap((step) => step.lines);
      const [notification = ''] = lines.filter((line) => line.includes('event snmp-notification'));
      const sent = lines.find((line) => line.includes('snmp-trap intdata1'));
      const signal = /oid-val "(\d+)"/.exec(notification)?.[1] ?? 'none';
      expect(notification).not.toContain('src-ip-address');
      expect(sent).toContain(`intdata1 ${signal} `);
      // The one that calls springs on a message and not on a call.
      expect(lines.filter((line) => line.includes('event syslog pattern'))).toHaveLength(1);
    }
  });
});

describe('a check', () => {
  it('says so when strangers are to be taken by a trigger that no message springs', () => {
    const mistakes = checkReferences(read('tunnel-flaps', { trigger: 'manual', strangers: 'spring' }));
    expect(mistakes.map(({ summary }) => summary)).toEqual([
      'strangers: spring has no effect with the trigger manual, which takes no message about an unknown SPI',
    ]);
  });
});

describe('a file on flash', () => {
  const captures = (Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[]).flatMap((strategy) =>
    (Object.keys(TRIGGERS) as (keyof typeof TRIGGERS)[]).map((trigger) => ({ strategy, trigger })),
  );

  it.each(captures)('has at most 50 characters with $strategy and $trigger, and its command for a name at home', async (changes) => {
    const shows = [
      'show platform hardware qfp active feature ipsec datapath drops all',
      'show platform hardware qfp active feature ipsec state',
    ];
    const { plan } = await armed(read('tunnel-flaps', { ...changes, shows }), { platform: 'ios-xe' });
    const { files, steps } = plan.peers.b;
    const written = steps.flatMap(({ lines }) => lines.flatMap((line) => /redirect bootflash:([^"]+)"/.exec(line)?.[1] ?? []));
    expect(written.filter((name) => name.length > 50)).toEqual([]);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    const commands = files.map(({ command }) => command);
    for (const { path, command } of files) {
      const name = path.replace('bootflash:', '');
      expect(homeName(name, commands)).toBe(`${command.replace(/[^A-Za-z0-9]+/g, '_')}.txt`);
    }
    const [saved = ''] = written.filter((name) => name.includes('lease_'));
    expect(homeName(saved, commands)).toBe(`lease_${STRATEGIES[changes.strategy].records[0]?.replace(/[^A-Za-z0-9]+/g, '_')}.txt`);
  });
});
