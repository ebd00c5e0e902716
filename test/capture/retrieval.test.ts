/** Frozen files come home by the ways of the playbook, the first first: what one way does not bring, the next does, and each is exact or not there. */

import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { fetchBoth } from '../../src/capture/capture-tunnel.ts';
import type { Fetched } from '../../src/capture/fetched.ts';
import { fileNameOfCommand } from '../../src/ios/command-file.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { openStage, type Stage } from './stage.ts';

interface Frozen {
  stage: Stage;
  plan: Plan;
  /** What lies on the flash of a, by the name of its command's file. */
  truth: Map<string, Buffer>;
}

/** Both ends armed by a playbook that fetches in these ways, and a frozen. */
async function freeze(stage: Stage): Promise<Frozen> {
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const { router } = stage.lab.a;
  router.log.write('the record of what went before', 7);
  await router.eem.runByHand(plan.peers.a.callApplet);
  const own = `flaptrap-${plan.captureId}-`;
  const files = plan.peers.a.files.flatMap(({ command, path }) => {
    const file = router.flash.get(path.replace(/^[a-z-]+:/, ''));
    return file === undefined ? [] : [[fileNameOfCommand(command), file.bytes] as const];
  });
  expect(files).toHaveLength([...router.flash.keys()].filter((name) => name.startsWith(own)).length);
  return { stage, plan, truth: new Map(files) };
}

const open = (ways: string): Promise<Stage> => openStage({ change: (text) => `${text}\nprobe: false\nretrieve: ${ways}\n` });

/** Every frozen file is here, byte by byte. */
function expectAll({ truth }: Frozen, { evidence, verified }: Fetched): void {
  expect(truth.size).toBeGreaterThan(3);
  for (const [name, bytes] of truth) {
    const came = evidence.find((each) => each.name === name);
    expect(came?.bytes.equals(bytes), name).toBe(true);
    expect(came?.proof).toBe('size and md5');
  }
  expect(verified).toHaveLength(truth.size);
}

describe('files that the terminal does not bring whole', () => {
  /** Its terminal says another text than the files have, of the same length: their MD5 tells. */
  function spoilTerminal({ lab }: Stage): void {
    for (const file of lab.a.router.flash.values()) {
      const text = file.bytes.toString('latin1').replaceAll('e', 'E');
      file.bytes.toString = () => text;
    }
  }

  it('come by SCP, exact', async () => {
    await using stage = await open('[more, scp]');
    stage.lab.a.router.configuration.set('ip scp server enable');
    const frozen = await freeze(stage);
    spoilTerminal(stage);
    const { a } = await fetchBoth(stage.context, frozen.plan);
    expectAll(frozen, a);
    expect(a.failures).toEqual([]);
  });

  it('stay on the router where it serves no SCP either, and each says why, a reason a way; the log comes from the buffer', async () => {
    await using stage = await open('[more, scp, buffer]');
    const frozen = await freeze(stage);
    spoilTerminal(stage);
    const { a } = await fetchBoth(stage.context, frozen.plan);
    expect(a.verified).toEqual([]);
    const left = a.failures.filter((text) => text.includes('stays on the router'));
    expect(left).toHaveLength(frozen.truth.size);
    for (const text of left)
      expect(text).toMatch(/more: .*did not arrive complete.*; scp: the router does not serve SCP: Administratively disabled/);
    expect(a.evidence.find(({ name }) => name === 'show_logging.txt')).toMatchObject({ proof: 'answer' });
    expect(a.evidence.find(({ name }) => name === 'show_logging.txt')?.bytes.toString('latin1')).toContain(
      'the record of what went before',
    );
    expect([...stage.lab.a.router.flash.keys()]).toHaveLength(frozen.truth.size);
  });
});

describe('SCP first', () => {
  it('brings every file on a connection of its own', async () => {
    await using stage = await open('[scp]');
    for (const side of ['a', 'b'] as const) stage.lab[side].router.configuration.set('ip scp server enable');
    const frozen = await freeze(stage);
    const { a } = await fetchBoth(stage.context, frozen.plan);
    expectAll(frozen, a);
  });

  it('of a router that does not serve it leaves all to the terminal', async () => {
    await using stage = await open('[scp, more]');
    const frozen = await freeze(stage);
    const { a } = await fetchBoth(stage.context, frozen.plan);
    expectAll(frozen, a);
    expect(a.failures).toEqual([]);
  });
});

describe('SFTP first', () => {
  it('of a router that has none leaves all to SCP', async () => {
    await using stage = await open('[sftp, scp]');
    stage.lab.a.router.configuration.set('ip scp server enable');
    const frozen = await freeze(stage);
    expectAll(frozen, (await fetchBoth(stage.context, frozen.plan)).a);
  });
});

describe('a log that was never frozen', () => {
  it('comes from the buffer, later than the freeze and proven by nothing', async () => {
    await using stage = await open('[more, buffer]');
    const frozen = await freeze(stage);
    const { flash } = stage.lab.a.router;
    for (const name of [...flash.keys()]) if (name.includes('show_logging')) flash.delete(name);
    const { a } = await fetchBoth(stage.context, frozen.plan);
    expect(a.evidence.find(({ name }) => name === 'show_logging.txt')).toMatchObject({ proof: 'answer' });
    expect(a.failures.join('\n')).toContain('is not on the router; it held the answer to `show logging');
  });

  it('is missing, and said to be, where the playbook does not take the buffer for it', async () => {
    await using stage = await open('[more]');
    const frozen = await freeze(stage);
    const { flash } = stage.lab.a.router;
    for (const name of [...flash.keys()]) if (name.includes('show_logging')) flash.delete(name);
    const { a } = await fetchBoth(stage.context, frozen.plan);
    expect(a.evidence.map(({ name }) => name)).not.toContain('show_logging.txt');
    expect(a.failures.join('\n')).toContain('show_logging');
  });
});

it('a router that cannot be reached any more costs only its own evidence, and is named', async () => {
  await using stage = await open('[more, scp, buffer]');
  const frozen = await freeze(stage);
  stage.lab.b.router.isUp = false;
  const { a, b } = await fetchBoth(stage.context, frozen.plan);
  expectAll(frozen, a);
  expect(b).toMatchObject({ evidence: [], failures: [expect.stringContaining('branch: ')] });
});
