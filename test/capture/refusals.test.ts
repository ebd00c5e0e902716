/** What no step can mend refuses with what a person may type: images, filters of the buffer, memory, load, terminal lines, hours. */
import { describe, expect, it } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { requireArmable, survey } from '../../src/capture/survey.ts';
import { waitForSpring } from '../../src/capture/wait.ts';
import { ConfigurationMode } from '../../src/lab/device/configuration-mode.ts';
import { changesOf, openStage, type Stage, type StageOptions, UNTOUCHED } from './stage.ts';

async function refusalOf(stage: Stage): Promise<string> {
  const facts = await survey(stage.context, stage.playbook);
  try {
    requireArmable(stage.playbook, facts);
  } catch (error) {
    return (error as { context: { answer: string } }).context.answer;
  }
  return '';
}

const REFUSED: readonly { title: string; options?: StageOptions; prepare?(stage: Stage): void; says: RegExp }[] = [
  {
    title: 'a 12.4 mainline',
    options: { b: { release: '12.4', image: 'mainline' } },
    says: /^branch: its EEM 2\.10 is too old \(.*12\.4\(25f\).*\): the applets need 3\.0, which came with 12\.4\(22\)T$/,
  },
  {
    title: 'an IOL image',
    options: { b: { image: 'iol' } },
    says: /^branch: this is an IOL image \(I86BI_LINUX-ADVENTERPRISEK9-M\): it cannot create EEM applets; a CSR1000v can$/,
  },
  {
    title: 'a buffer behind a discriminator',
    prepare: ({ lab }) => lab.b.router.configuration.set('logging buffered discriminator QUIET 8192'),
    says: /^branch: `logging buffered discriminator QUIET 8192` lets .*: type `no logging buffered` and `logging buffered 4194304 debugging`$/,
  },
  {
    title: 'a buffer that keeps XML',
    prepare: ({ lab }) => lab.b.router.configuration.set('logging buffered xml 8192'),
    says: /^branch: `logging buffered xml 8192` lets /,
  },
  {
    title: 'a memory in which the buffer has no room',
    options: { b: { memoryBytes: 5_000_000 } },
    says: /^branch: the largest free piece of its memory has 3\d+ bytes, the logging buffer needs 4186112 more: lower budget\.logBufferKilobytes$/,
  },
  {
    title: 'a memory that would be nearly full',
    options: { b: { memoryBytes: 7_000_000 } },
    says: /^branch: with the logging buffer 9\d percent of its memory would be in use, the ceiling is 90: /,
  },
  {
    title: 'a CPU above its ceiling',
    options: { change: (text) => `${text}\nbudget: { cpuPercent: 50 }\n` },
    prepare: ({ lab }) => {
      for (const oid of lab.b.router.objects.keys()) lab.b.router.objects.set(oid, 63);
    },
    says: /^branch: its CPU is at 63 percent over the last minute, the ceiling is 50: /,
  },
  {
    title: 'terminal lines that close during the tail',
    prepare: ({ lab }) => {
      new ConfigurationMode(lab.b.router).type('line vty 0 4', 0);
      lab.b.router.configuration.setInside('line vty 0 4', 'exec-timeout 1 0');
    },
    says: /^branch: a terminal line is closed after 60 s of silence, .* tail of 75 s: .* `exec-timeout 3 0` below `line vty`$/,
  },
];

describe('a router is not armed with', () => {
  it.each(REFUSED)('$title', async ({ options, prepare, says }) => {
    await using stage = await openStage(options);
    prepare?.(stage);
    expect(await refusalOf(stage)).toMatch(says);
  });

  it('an IOL image that comes to be armed all the same, whose refusal is told by its name', async () => {
    await using stage = await openStage({ b: { image: 'iol' } });
    const plan = await stage.plan();
    await expect(arm(stage.context, plan, stage.playbook)).rejects.toMatchObject({
      code: 'refused',
      context: { peer: 'branch', next: expect.stringContaining('IOL image (I86BI_LINUX-ADVENTERPRISEK9-M)') },
    });
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it.each(['12.4', '15'] as const)('nothing of all this on a plain router of release %s', async (release) => {
    await using stage = await openStage({ a: { release }, b: { release } });
    expect(await refusalOf(stage)).toBe('');
  });
});

describe('approved hours and a ticket', () => {
  /** The lab's clock begins at three in the night of a Monday. */
  const within = (hours: string) => ({ change: (text: string) => `${text}\nwindow: ${hours}\nticket: CHG0012345\n` });

  it('are kept in plan and journal', async () => {
    await using stage = await openStage(within("{ from: '22:00', to: '06:00' }"));
    const plan = await stage.plan();
    expect(plan).toMatchObject({ ticket: 'CHG0012345', window: { from: '22:00', to: '06:00', zone: 'UTC' } });
    await arm(stage.context, plan, stage.playbook);
    const record = await stage.context.store.read(plan.captureId);
    expect(record?.plan).toEqual(plan);
    expect(record?.journal).toContainEqual(
      expect.objectContaining({ step: 'guard', what: 'intent', detail: 'ticket CHG0012345, window 22:00 to 06:00 UTC' }),
    );
  });

  it('refuse to arm outside, and nothing is touched', async () => {
    await using stage = await openStage(within("{ from: '10:00', to: '11:00' }"));
    await expect(arm(stage.context, await stage.plan(), stage.playbook)).rejects.toMatchObject({
      code: 'preflight',
      message: 'these are not the approved hours (10:00 to 11:00 UTC)',
    });
    for (const side of ['a', 'b'] as const) expect(changesOf(stage.lab, side)).toEqual(UNTOUCHED);
  });
});

it('a password that stops working while the trap waits is told at once, and the lease still ends on the router', async () => {
  await using stage = await openStage({ speed: 600, change: (text) => `${text.replace('lease: 3d', 'lease: 20m')}\nprobe: false\n` });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const locked = stage.withTargets({ b: { password: 'changed-meanwhile' } });
  const waiting = waitForSpring(locked, plan, { ...stage.playbook, pollSeconds: 1 }, 10_000_000);
  await expect.poll(() => stage.told.find((line) => line.startsWith('b: could not be reached'))).toBeDefined();
  await expect.poll(() => stage.lab.b.router.eem.applets).toEqual([]);
  expect(changesOf(stage.lab, 'b')).toMatchObject({ applets: [], debugs: [], conditions: [], logging: UNTOUCHED.logging });
  stage.stop.abort();
  await waiting;
});
