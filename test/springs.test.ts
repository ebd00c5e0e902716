/** Every cause, in each version of IKE in which it exists, springs its own default trap; docs/springs.md is the table of it (`npx vitest run test/springs.test.ts -u`). */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IkeVersion } from '../src/lab/device/router-spec.ts';
import { SCENARIOS, type ScenarioId } from '../src/lab/scenarios/index.ts';
import { DEFAULT_TRAPS, SPRUNG_BY_A_LOOK, UNTRAPPED } from '../src/playbook/default-traps.ts';
import { parsePlaybook } from '../src/playbook/parse.ts';
import type { Playbook } from '../src/playbook/playbook.ts';
import { type ArmedLab, armLab, freezesOf, isFrozen, rolesOf, sprungBy } from './armed-lab.ts';

/** Longer than any story takes to its end, the tail included. */
const STORY_SECONDS = 900;

const CASES = (Object.keys(SCENARIOS) as ScenarioId[])
  .toSorted()
  .filter((cause) => UNTRAPPED[cause] === undefined)
  .flatMap((cause) => SCENARIOS[cause].ike.map((ike: IkeVersion) => ({ cause, ike, playbook: DEFAULT_TRAPS[cause][ike] ?? '' })));

function read(name: string): Playbook {
  const { playbook } = parsePlaybook(readFileSync(`playbooks/${name}.yaml`, 'utf8'), name);
  if (playbook === undefined) throw new Error(`no playbook ${name}`);
  return playbook;
}

/** The story of a cause on its default trap, to its end. */
async function played({ cause, ike, playbook }: (typeof CASES)[number]): Promise<ArmedLab> {
  const armed = await armLab(read(playbook), { ike, hasNeighbours: true });
  armed.lab.play(cause, 'b', 0);
  await armed.lab.clock.advance(STORY_SECONDS * 1000);
  return armed;
}

const rows: string[] = [];

describe.each(CASES.filter(({ cause }) => SPRUNG_BY_A_LOOK[cause] === undefined))('the cause $cause under IKEv$ike', (each) => {
  it(`springs the trap of ${each.playbook}, once, and at its receiver alone`, async () => {
    const armed = await played(each);
    const whose = sprungBy(armed, 'b');
    rows.push(`| ${each.cause} | ${each.ike} | ${each.playbook} | ${whose} |`);
    expect(whose).toBeDefined();
    expect([freezesOf(armed, 'b'), isFrozen(armed, 'b'), rolesOf(armed, 'b').includes('WATCH')]).toEqual([1, true, false]);
    expect([freezesOf(armed, 'a'), rolesOf(armed, 'a').includes('WATCH')]).toEqual([0, true]);
    await armed.lab.close();
  });
});

describe.each(CASES.filter(({ cause }) => SPRUNG_BY_A_LOOK[cause] !== undefined))('the cause $cause under IKEv$ike', (each) => {
  it('takes the trap of its receiver along, and leaves that of the sender to be called', async () => {
    const armed = await armLab(read(each.playbook), { ike: each.ike });
    const { lab, plan } = armed;
    lab.play(each.cause, 'b', 0);
    await lab.clock.advance(120_000);
    rows.push(`| ${each.cause} | ${each.ike} | ${each.playbook} | no message: ${SPRUNG_BY_A_LOOK[each.cause]} |`);
    expect(rolesOf(armed, 'b')).toEqual([]);
    expect(lab.b.router.log.show()).toContain('%SYS-5-RESTART');
    expect(rolesOf(armed, 'a')).toContain('WATCH');
    // What flaptrap does when a look has found that.
    const called = lab.a.router.eem.runByHand(plan.peers.a.callApplet);
    await lab.clock.advance(plan.freezeSeconds * 1000);
    await called;
    expect([freezesOf(armed, 'a'), isFrozen(armed, 'a')]).toEqual([1, true]);
    // The tail was long enough for the return of the other.
    expect(lab.a.router.log.show()).toMatch(/[Pp]rocess(?:ing)? INITIAL[_ ]CONTACT|Process initial contact/);
    await lab.close();
  });
});

it('a cause without a trap says why, and has none by oversight', () => {
  const without = (Object.keys(SCENARIOS) as ScenarioId[]).filter((cause) =>
    SCENARIOS[cause].ike.some((ike) => DEFAULT_TRAPS[cause][ike] === undefined),
  );
  expect(without).toEqual(Object.keys(UNTRAPPED));
  for (const cause of without) for (const ike of SCENARIOS[cause].ike) rows.push(`| ${cause} | ${ike} | none | ${UNTRAPPED[cause]} |`);
});

it('each default trap is a playbook that is shipped', () => {
  const missing = CASES.filter(({ playbook }) => !existsSync(`playbooks/${playbook}.yaml`));
  expect(missing).toEqual([]);
});

it('the table in docs says just that', async () => {
  const head = [
    '# What springs which trap',
    '',
    'Each of the causes, played by the lab under each version of IKE in which it exists, on the shipped playbook that is meant for it.',
    'The last column is whose message sprang the trap, and by what the applet knew: `peer` by the address of the playbook, `moved` by an SPI that',
    'this router had made for the peer, `stranger` because the playbook says `strangers: spring`. The form of the message for IPv6 is not known.',
    '',
    'Generated: `npx vitest run test/springs.test.ts -u`.',
    '',
    '| cause | IKEv | playbook | sprung by |',
    '|---|---|---|---|',
  ];
  await expect([...head, ...rows.toSorted(), ''].join('\n')).toMatchFileSnapshot('../docs/springs.md');
});
