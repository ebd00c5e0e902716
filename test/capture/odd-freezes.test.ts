/** Freezes that do not go by the book: called while it springs, on a flash that is full, at the end of a lease. Each record comes home whole. */
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../bench/wait/ledger.ts';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel, fetchBoth } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import type { Fetched } from '../../src/capture/fetched.ts';
import { freezeBoth } from '../../src/capture/freeze.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import type { Side } from '../../src/ipsec/side.ts';
import { changesOf, lookAt, openStage, type Stage, UNTOUCHED } from './stage.ts';

const QUICK = (text: string): string => `${text}\nprobe: false\npoll: 1s\n`;
const ENDS = { a: ['192.0.2.1', '198.51.100.1'], b: ['198.51.100.1', '192.0.2.1'] } as const;

function spring({ lab }: Stage, side: Side): void {
  const [destination, source] = ENDS[side];
  lab[side].router.say(
    'CRYPTO-4-RECVD_PKT_INV_SPI',
    `decaps: rec'd IPSEC packet has invalid spi for destaddr=${destination}, prot=50, spi=0xB761863E(3076621886), srcaddr=${source}`,
  );
}

const logsOf = (fetched: Fetched | undefined): string[] =>
  (fetched?.evidence ?? []).filter(({ name }) => name.includes('show_logging')).map(({ bytes }) => bytes.toString('latin1'));
const runsOf = ({ lab }: Stage, side: Side): string[] => lab[side].router.eem.history.map(({ name }) => name.replace(/.*-/, ''));
const filesOf = ({ lab }: Stage, side: Side): string[] => [...lab[side].router.flash.keys()];

describe('an end that springs by itself', () => {
  it.each([2, 20, 60])('%i s after it was called freezes once', async (seconds) => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const called = stage.lab.a.router.eem.runByHand(plan.peers.a.callApplet);
    await stage.lab.clock.advance(seconds * 1000);
    spring(stage, 'a');
    await stage.lab.clock.advance(plan.freezeSeconds * 1000);
    await called;
    expect(runsOf(stage, 'a')).toEqual(['CALL']);
    expect(await lookAt(stage.context, plan, 'a')).toMatchObject({ stage: 'frozen' });
  });

  it('is not called on top of that', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    spring(stage, 'a');
    await stage.lab.clock.advance(5000);
    expect(stage.lab.a.router.eem.runByHand(plan.peers.a.callApplet)).toBe(undefined);
    expect(await freezeBoth(stage.context, plan, true)).toEqual({ a: 'frozen', b: 'frozen' });
    expect([runsOf(stage, 'a'), runsOf(stage, 'b')]).toEqual([['WATCH'], ['CALL']]);
  });

  it('both in one second freeze once each, and come home', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      for (const side of ['a', 'b'] as const) spring(stage, side);
    });
    for (const side of ['a', 'b'] as const) expect(logsOf(captured.fetched?.[side])).toEqual([expect.stringContaining('the tail ends')]);
    expect([runsOf(stage, 'a'), runsOf(stage, 'b')]).toEqual([['WATCH'], ['WATCH']]);
  });

  it('and makes sure first, but was called meanwhile, leaves it at that', async () => {
    await using stage = await openStage({ change: (text) => QUICK(text.replace('trigger: invalid-spi', 'trigger: repeated-spi')) });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    spring(stage, 'a');
    await stage.lab.clock.advance(10_000);
    const called = stage.lab.a.router.eem.runByHand(plan.peers.a.callApplet);
    await stage.lab.clock.advance(55_000);
    spring(stage, 'a');
    await stage.lab.clock.advance(2 * plan.freezeSeconds * 1000);
    await called;
    expect(stage.lab.a.router.log.show().match(/freezing, the tail begins/g)).toHaveLength(1);
  });
});

it('a freeze logs in once on each router, however often it looks', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const ledger = await openLedger(stage.lab);
  try {
    const context = stage.withTargets({ a: { port: ledger.ports.a }, b: { port: ledger.ports.b } });
    spring(stage, 'a');
    expect(await freezeBoth(context, plan, true, 1)).toEqual({ a: 'frozen', b: 'frozen' });
    expect([ledger.heard.a.logins, ledger.heard.b.logins]).toEqual([1, 1]);
    expect(ledger.heard.a.commands).toBeGreaterThan(15);
  } finally {
    await ledger.close();
  }
});

describe('a flash', () => {
  it('that takes no file leaves the record in the buffer, and that comes home', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      stage.lab.a.router.writeFile = () => false;
      spring(stage, 'a');
    });
    expect(captured.ending).toBe('sprung');
    expect(logsOf(captured.fetched?.a)).toEqual([expect.stringContaining('the tail ends')]);
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it('that takes no file costs nothing where the playbook does not name the buffer either: it is not given back unread', async () => {
    await using stage = await openStage({ change: (text) => QUICK(`${text}\nretrieve: [more]`) });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => {
      stage.lab.a.router.writeFile = () => false;
      spring(stage, 'a');
    });
    expect(logsOf(captured.fetched?.a)).toEqual([expect.stringContaining('the tail ends')]);
    expect(logsOf(captured.fetched?.b)).toEqual([expect.stringContaining('the tail ends')]);
    expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  });

  it('that has no room left for the marker holds nobody up for as long as a freeze may take', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { router } = stage.lab.a;
    const writeFile = router.writeFile.bind(router);
    router.writeFile = (name, text, mode) => !plan.peers.a.marker.path.endsWith(`:${name}`) && writeFile(name, text, mode);
    spring(stage, 'a');
    const { clock } = stage.context;
    const sinceMs = clock.monotonic();
    expect(await freezeBoth(stage.context, plan, true)).toEqual({ a: 'freezing', b: 'frozen' });
    expect(clock.monotonic() - sinceMs).toBeLessThan(plan.freezeSeconds * 1000);
    const { a } = await fetchBoth(stage.context, plan);
    expect(logsOf(a)[0]).toContain('the tail ends');
  });

  it('that fills up in the middle of the log does not cost the rest of it', async () => {
    await using stage = await openStage({ change: QUICK });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    const { router } = stage.lab.a;
    for (let line = 0; line < 50; line += 1) router.say('SYS-5-CONFIG_I', `Configured from console by noc, line ${line}`);
    const writeFile = router.writeFile.bind(router);
    router.writeFile = (name, text, mode) => {
      if (name.includes('show_logging')) router.spec.flashBytes = router.flashBytes - router.freeBytes + 500;
      return writeFile(name, text, mode);
    };
    await router.eem.runByHand(plan.peers.a.callApplet);
    const { a } = await fetchBoth(stage.context, plan);
    const [cut = '', whole] = logsOf(a);
    expect(cut.length).toBeLessThan(600);
    expect(whole).toContain('the tail ends');
    expect(a.failures.join('\n')).toMatch(
      /^hq: its freeze did not come to its end: .*show_clock_detail\.txt.* empty there, as on a flash that is full$/,
    );
  });
});

it('a lease that ends in the middle of a tail loses nothing of the record', async () => {
  await using stage = await openStage({ change: (text) => QUICK(text.replace('lease: 3d', 'lease: 20m')) });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  stage.lab.a.router.log.write('the record of what went before', 7);
  // However long arming took: LEASE counts from its own registration.
  const { router } = stage.lab.a;
  const lease = router.eem.registered.find(({ applet }) => applet.name.endsWith('-LEASE'));
  await stage.lab.clock.advance((lease?.registeredAtMs ?? 0) + 1_150_000 - router.now());
  spring(stage, 'a');
  await stage.lab.clock.advance(900_000);
  await expect.poll(() => stage.lab.a.router.eem.applets).toEqual([]);
  const { a } = await fetchBoth(stage.context, plan);
  expect(logsOf(a).join('\n')).toContain('the record of what went before');
  expect(filesOf(stage, 'a').length).toBeGreaterThan(4);
});

it('a trap that another command takes off meanwhile is never taken for one that has sprung', async () => {
  await using stage = await openStage({ change: QUICK });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  const { eem } = stage.lab.a.router;
  const seen: string[] = [];
  const unregister = eem.unregister.bind(eem);
  eem.unregister = (name) => {
    const done = unregister(name);
    seen.push(eem.applets.map((applet) => applet.name.replace(/.*-/, '')).join(' '));
    return done;
  };
  await disarm(stage.context, plan);
  await arm(stage.context, await stage.plan('again'), stage.playbook);
  const planned = await planSweep(stage.context, stage.playbook, 'a', { isAll: true });
  await carryOutSweep(stage.context, stage.playbook, planned, { isAll: true });
  expect(changesOf(stage.lab, 'a')).toEqual(UNTOUCHED);
  expect(seen.filter((standing) => standing.includes('WATCH') && !standing.includes('REC'))).toEqual([]);
});

describe('a message of a neighbour whose address begins with the same digits', () => {
  const neighbour = (stage: Stage): void =>
    stage.lab.a.router.say(
      'CRYPTO-4-RECVD_PKT_INV_SPI',
      "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x1(1), srcaddr=198.51.100.10, input interface=Ethernet0/0",
    );

  it.each(['invalid-spi', 'repeated-spi'])('does not spring %s, nor use up its shot', async (trigger) => {
    await using stage = await openStage({ change: (text) => QUICK(text.replace('trigger: invalid-spi', `trigger: ${trigger}`)) });
    const plan = await stage.plan();
    await arm(stage.context, plan, stage.playbook);
    neighbour(stage);
    await stage.lab.clock.advance(61_000);
    neighbour(stage);
    await stage.lab.clock.advance(200_000);
    expect(await lookAt(stage.context, plan, 'a')).toMatchObject({ stage: 'armed' });
    for (const _message of [1, 2]) {
      spring(stage, 'a');
      await stage.lab.clock.advance(61_000);
    }
    await stage.lab.clock.advance(plan.freezeSeconds * 1000);
    expect(await lookAt(stage.context, plan, 'a')).toMatchObject({ stage: 'frozen' });
  });
});

it.each(['invalid-spi', 'repeated-spi'])('the trigger %s freezes once, however often its message comes', async (trigger) => {
  const change = (text: string): string => QUICK(text.replace('trigger: invalid-spi', `trigger: ${trigger}`));
  await using stage = await openStage({ change });
  const plan = await stage.plan();
  await arm(stage.context, plan, stage.playbook);
  for (let minute = 0; minute < 8; minute += 1) {
    spring(stage, 'a');
    await stage.lab.clock.advance(61_000);
  }
  await stage.lab.clock.advance(plan.freezeSeconds * 1000);
  expect(stage.lab.a.router.log.show().match(/freezing, the tail begins/g)).toHaveLength(1);
});
