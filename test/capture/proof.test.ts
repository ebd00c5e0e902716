/** Proof before arming: a trap that could never spring is refused with both routers untouched. */
import { describe, expect, it } from 'vitest';
import { requireArmable, survey } from '../../src/capture/survey.ts';
import { printPlan } from '../../src/cli/print-plan.ts';
import type { FlaptrapError } from '../../src/errors.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { targetOfLab } from '../lab/lab-login.ts';
import { changesOf, openStage, type Stage, UNTOUCHED } from './stage.ts';

/** Why both routers must not be armed; empty when they may be. */
async function refusedOf({ playbook, context, lab }: Pick<Stage, 'playbook' | 'context' | 'lab'>): Promise<string> {
  const facts = await survey(context, playbook);
  expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
  try {
    requireArmable(playbook, facts);
    return '';
  } catch (error) {
    expect(error).toMatchObject({ code: 'preflight' });
    return (error as FlaptrapError).context.answer ?? '';
  }
}

const swapped = (lab: Lab): Parameters<Stage['withTargets']>[0] => ({
  a: { ...targetOfLab(lab, 'b'), name: 'hq' },
  b: { ...targetOfLab(lab, 'a'), name: 'branch' },
});
/** A line of router b's configuration, in place of another. */
function replaceLine(lab: Lab, section: string, from: string, to: string): void {
  const { configuration } = lab.b.router;
  configuration.setInside(section, `no ${from}`);
  configuration.setInside(section, to);
}

describe('before arming', () => {
  it('a plan shows what both running configurations prove, and its JSON says it in a value', async () => {
    await using stage = await openStage();
    const plan = await stage.plan();
    expect(plan.peers.a.proof.map(({ about, standing }) => `${about} ${standing}`)).toEqual(['address proven', 'peer proven']);
    const printed = printPlan(plan);
    expect(printed).toContain('proven: 192.0.2.1 is an address of hq (interface GigabitEthernet0/0: ip address 192.0.2.1 255.255.255.0)');
    expect(printed).toContain('proven: branch has a tunnel with hq at 192.0.2.1 (crypto map OUTSIDE 10 ipsec-isakmp: set peer 192.0.2.1)');
    expect(JSON.stringify(plan)).not.toContain('rehearsal');
    expect(await refusedOf(stage)).toBe('');
  });

  it('what was proven does not change the digest', async () => {
    await using stage = await openStage();
    const { digest } = await stage.plan();
    replaceLine(stage.lab, 'interface GigabitEthernet0/0', 'ip address 198.51.100.1 255.255.255.0', 'ip address dhcp');
    const changed = await stage.plan();
    expect(changed.peers.b.proof[0]?.standing).toBe('unproven');
    expect(changed.digest).toBe(digest);
    expect(printPlan(changed)).toContain('! could not prove: 198.51.100.1 is an address of branch: it gets an address dynamically');
    expect(await refusedOf(stage)).toBe('');
  });

  it('exchanged hosts are refused', async () => {
    await using stage = await openStage();
    const refused = await refusedOf({ ...stage, context: stage.withTargets(swapped(stage.lab)) });
    expect(refused.match(/the hosts of \w+ and \w+ are swapped/g)).toHaveLength(2);
  });

  it('two hosts that lead to one router are refused', async () => {
    await using stage = await openStage();
    const context = stage.withTargets({ b: { ...targetOfLab(stage.lab, 'a'), name: 'branch' } });
    expect(await refusedOf({ ...stage, context })).toContain('both are hq with the addresses 192.0.2.1');
  });

  it('an address that is on no interface is refused', async () => {
    await using stage = await openStage({ change: (text) => text.replace('address: 198.51.100.1', 'address: 198.51.100.7') });
    expect(await refusedOf(stage)).toContain('branch: wrong: 198.51.100.7 is an address of branch: its interfaces have 198.51.100.1');
  });

  it('a crypto map that names another peer is refused', async () => {
    await using stage = await openStage();
    replaceLine(stage.lab, 'crypto map OUTSIDE 10 ipsec-isakmp', 'set peer 192.0.2.1', 'set peer 192.0.2.9');
    expect(await refusedOf(stage)).toContain('branch: wrong: branch has a tunnel with hq at 192.0.2.1: it names another peer');
  });
});
