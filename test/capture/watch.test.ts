/** A trap is watched for days: what changes is said once, what somebody took away is set again, and what would be somebody else's is left. */
import { describe, expect, it } from 'vitest';
import { patientClock } from '../../bench/wait/patient-clock.ts';
import { captureTunnel } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { extraCommands } from '../../src/capture/losses.ts';
import { costOfDay } from '../../src/capture/pace.ts';
import { ringName } from '../../src/ios/packet-capture.ts';
import { changesOf, openStage, type StageOptions, UNTOUCHED } from './stage.ts';
import { openWatchStage, type WatchStage } from './watch-stage.ts';

const DAY_MINUTES = 1440;
const XE: StageOptions = {
  a: { platform: 'ios-xe' },
  b: { platform: 'ios-xe' },
  change: (text) => `${text}\npackets: true\n`,
};

describe('a day in which nothing happens', () => {
  it('costs a router what was said before, and tells next to nothing', { timeout: 120_000 }, async () => {
    await using stage = await openWatchStage();
    expect(await stage.wait(DAY_MINUTES)).toBe('lease-ended');
    for (const side of ['a', 'b'] as const) {
      const said = costOfDay(stage.playbook, true, extraCommands(stage.armed.peers[side]));
      expect(said.logins).toBeLessThanOrEqual(100);
      expect(said.commands).toBeLessThanOrEqual(1500);
      const { logins, commands, bytes } = stage.ledger.heard[side];
      expect(logins).toBe(said.logins);
      expect(commands).toBeLessThanOrEqual(said.commands);
      expect(commands).toBeGreaterThan(said.commands * 0.95);
      expect(bytes).toBeLessThanOrEqual(said.bytes);
      expect(bytes).toBeGreaterThan(said.bytes * 0.6);
      expect(stage.saidOf(side)).toEqual([expect.stringMatching(/^recording costs: CPU 5 % before, 5 % now; 0\.0 lines a second/)]);
    }
    expect(stage.told.filter((text) => text.startsWith(`still waiting as ${stage.armed.captureId}, lease until `))).toHaveLength(3);
  });
});

it('IOS XE is asked for its two event traces as well, whenever it is asked whether it records', async () => {
  await using stage = await openWatchStage({ b: { platform: 'ios-xe' } });
  await stage.wait(65);
  const extra = extraCommands(stage.armed.peers.b);
  expect([extraCommands(stage.armed.peers.a), extra]).toEqual([0, 2]);
  // One look over a new session, four more, and one after half an hour and one after an hour.
  expect(stage.ledger.heard.b.commands - stage.ledger.heard.a.commands).toBe(7 * extra);
});

describe('what somebody takes away', () => {
  it('is said once and set again at the second look, in the order of the plan', async () => {
    await using stage = await openWatchStage();
    const { debugs, conditions } = stage.router('b');
    const order: string[] = [];
    const [addDebug, addCondition] = [debugs.add.bind(debugs), conditions.add.bind(conditions)];
    stage.after(30, () => {
      debugs.clear();
      conditions.clear();
      debugs.add = (what) => {
        order.push(what);
        return addDebug(what);
      };
      conditions.add = (what) => {
        order.push(what);
        return addCondition(what);
      };
    });
    await stage.wait(120);
    expect(order).toEqual(['192.0.2.1', 'crypto isakmp', 'crypto ipsec']);
    const said = stage.saidOf('b').filter((text) => !text.startsWith('recording costs'));
    expect(said).toEqual([
      'armed, but the recording would be incomplete: the debug of IPsec SAs, the debug of IKEv1 negotiation, the peer condition of its debugs missing',
      'set again by the plan that was agreed to: limit debugs to the peer 192.0.2.1; record IKEv1 negotiation; record IPsec SAs',
      'armed, not triggered yet',
    ]);
  });

  it('a third time is left as it is', async () => {
    await using stage = await openWatchStage();
    for (const minutes of [30, 90, 150]) stage.after(minutes, () => stage.router('b').debugs.clear());
    await stage.wait(300);
    expect([...stage.router('b').debugs]).toEqual([]);
    expect(stage.saidOf('b').filter((text) => text.startsWith('set again'))).toHaveLength(2);
    expect(stage.saidOf('b').at(-1)).toMatch(/^armed, but the recording would be incomplete/);
  });

  it('for debugs of their own stays away, and theirs are not narrowed', async () => {
    await using stage = await openWatchStage();
    const { debugs, conditions } = stage.router('b');
    stage.after(30, () => {
      debugs.clear();
      conditions.clear();
      debugs.add('crypto engine');
    });
    await stage.wait(120);
    expect([[...debugs], [...conditions]]).toEqual([['crypto engine'], []]);
    expect(stage.saidOf('b').filter((text) => text.includes('somebody else is debugging there'))).toHaveLength(1);
  });

  it('is set again even when it is the trap itself, and the lease does not grow by it', async () => {
    await using stage = await openWatchStage({ change: (text) => text.replace('lease: 3d', 'lease: 8h') });
    const { eem } = stage.router('b');
    const named = (role: string): string => `FLAPTRAP-${stage.armed.captureId}-${role}`;
    stage.after(60, () => {
      eem.unregister(named('WATCH'));
      eem.unregister(named('LEASE'));
    });
    stage.after(180, () =>
      stage
        .router('b')
        .say(
          'CRYPTO-4-RECVD_PKT_INV_SPI',
          "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
        ),
    );
    expect(await stage.wait(470)).toBe('sprung');
    const countdown = /event timer countdown time (\d+)/.exec(eem.printOne(named('LEASE')).join('\n'))?.[1];
    expect(Number(countdown)).toBeGreaterThan(6 * 3600);
    expect(Number(countdown)).toBeLessThan(7 * 3600);
  });

  it('of the logging buffer stays as they configured it', async () => {
    await using stage = await openWatchStage();
    const { configuration, log } = stage.router('b');
    stage.after(30, () => {
      configuration.unset('logging buffered');
      configuration.set('logging buffered 16384');
      log.resize(16_384, 7);
    });
    await stage.wait(120);
    expect(configuration.find(/^logging buffered/)).toBe('logging buffered 16384');
    expect(stage.saidOf('b').join('\n')).toMatch(/logging buffer of 4194304 bytes \(it has 16384\)[\s\S]*it stays as they want it/);
  });
});

describe('what IOS XE records beside the log', () => {
  it.each<[string, (stage: WatchStage, name: string) => unknown, string, string]>([
    [
      'an event trace',
      ({ router }) => Object.assign(router('b').traces.ipsec, { isEnabled: false }),
      'the ipsec event trace',
      'record the ipsec event trace',
    ],
    [
      'a ring of packets that was stopped',
      ({ router }, name) => Object.assign(router('b').rings.find(name) ?? {}, { isActive: false }),
      'the ring of packets',
      'keep the headers of IKE and ESP in a ring of 4 MB',
    ],
    [
      'a ring of packets that was removed',
      ({ router }, name) => router('b').rings.remove(name),
      'the ring of packets',
      'keep the headers of IKE and ESP in a ring of 4 MB',
    ],
  ])('%s is missed and set again', async (_what, spoil, missing, title) => {
    await using stage = await openWatchStage(XE);
    const name = ringName(stage.armed.captureId);
    stage.after(30, () => spoil(stage, name));
    await stage.wait(150);
    const said = stage.saidOf('b').filter((text) => !text.startsWith('recording costs'));
    expect(said).toEqual([
      `armed, but the recording would be incomplete: ${missing} missing`,
      `set again by the plan that was agreed to: ${title}`,
      'armed, not triggered yet',
    ]);
    expect(stage.router('b').traces.ipsec.isEnabled).toBe(true);
    expect(stage.router('b').rings.find(name)).toMatchObject({ isActive: true });
    expect(stage.ledger.heard.b.commands).toBeGreaterThan(0);
  });
});

describe('a setting that keeps debugs off the record', () => {
  it('and that somebody has made is told and left: no step of the plan may change it', async () => {
    await using stage = await openWatchStage();
    const { configuration } = stage.router('b');
    const { steps } = stage.armed.peers.b;
    expect(steps.map(({ id }) => id)).not.toContain('setting-rate-limit');
    stage.after(30, () => configuration.set('logging rate-limit all 5'));
    await stage.wait(120);
    // No step of the plan may take it away: it is told, and left.
    expect(configuration.find(/^logging rate-limit/)).toBe('logging rate-limit all 5');
    expect(stage.saidOf('b')).toContain(
      'armed, but the recording would be incomplete: a setting (let no message be dropped by a limit of their rate) missing',
    );
  });

  it('is set again where the plan had set it', async () => {
    await using stage = await openWatchStage({ prepare: ({ b }) => b.router.configuration.set('logging rate-limit all 5') });
    const { configuration } = stage.router('b');
    expect(configuration.find(/^logging rate-limit/)).toBeUndefined();
    stage.after(30, () => configuration.set('logging rate-limit all 5'));
    await stage.wait(120);
    expect(configuration.find(/^logging rate-limit/)).toBeUndefined();
    expect(stage.saidOf('b').join('\n')).toContain('set again by the plan that was agreed to: let no message be dropped');
    stage.after(30, () => configuration.set('logging rate-limit 100'));
    await stage.wait(120);
    expect(configuration.find(/^logging rate-limit/)).toBe('logging rate-limit 100');
    expect(stage.saidOf('b').join('\n')).toContain(
      'somebody has changed a setting (let no message be dropped by a limit of their rate): it stays',
    );
  });

  it('and puts them on the console, where no step may change that, takes the debugs back instead', async () => {
    await using stage = await openWatchStage();
    const { configuration, debugs } = stage.router('b');
    stage.after(30, () => configuration.unset('logging console'));
    await stage.wait(200);
    expect([...debugs]).toEqual([]);
    expect(stage.saidOf('b').join('\n')).toMatch(
      /a setting \(keep debugs off the console, where they can hang the router\) was changed, and may harm the router: without this from now on: record IPsec SAs/,
    );
    expect(configuration.find(/^logging console/)).toBeUndefined();
  });
});

describe('what cannot be set again is said', () => {
  it.each<[string, (stage: WatchStage) => unknown, RegExp]>([
    [
      'a clock that was set',
      ({ router }) => Object.assign(router('b').spec, { offsetMs: router('b').spec.offsetMs + 3_600_000 }),
      /^its clock was set forward by about 1h/,
    ],
    ['a log buffer that was emptied', (stage) => stage.router('b').log.clear(), /^its log buffer was emptied/],
  ])('%s', async (_what, happen, said) => {
    await using stage = await openWatchStage();
    for (let line = 0; line < 40; line += 1) stage.router('b').say('SYS-5-TEST', `line ${line}`);
    stage.after(90, () => happen(stage));
    await stage.wait(300);
    expect(stage.saidOf('b').filter((text) => said.test(text))).toHaveLength(1);
    expect(stage.saidOf('a').filter((text) => said.test(text))).toEqual([]);
  });
});

describe('a router that restarts while armed', () => {
  it('is told, and what the other end has recorded is frozen and brought home', async () => {
    await using stage = await openStage({ change: (text) => `${text.replace('lease: 3d', 'lease: 2h')}\nprobe: false\npoll: 1s\n` });
    const plan = await stage.plan();
    const captured = await captureTunnel(stage.context, plan, stage.playbook, () => stage.lab.b.router.reload(120_000));
    expect(captured.ending).toBe('reloaded');
    expect(stage.told.join('\n')).toMatch(/b: the router has reloaded, and its trap is gone: none of its applets is there any more/);
    expect(captured.fetched?.a.evidence.map(({ name }) => name)).toContain('show_logging.txt');
    expect(changesOf(stage.lab, 'a')).toMatchObject({ ...UNTOUCHED, files: expect.any(Array) });
  });
});

describe('a recording that is too dear', () => {
  it('takes fewer debug families, then none, and says so; the trap goes on waiting', async () => {
    await using stage = await openWatchStage({ change: (text) => `${text}\nbudget: { cpuPercent: 80 }\n` });
    const { router } = stage.lab.b;
    // Over a minute; over five seconds it would be for the guard on the router itself.
    stage.after(30, () => router.objects.set('1.3.6.1.4.1.9.2.1.57.0', 91));
    await stage.wait(120);
    expect([[...router.debugs], [...router.conditions]]).toEqual([[], []]);
    const said = stage.saidOf('b').filter((text) => text.startsWith('its CPU load is 91 % over a minute, and 80 % is the ceiling'));
    expect(said.map((text) => text.replace(/^.*from now on: /, ''))).toEqual([
      'record IPsec SAs',
      'record IKEv1 negotiation; limit debugs to the peer 192.0.2.1. It still waits for its trigger, and records the log alone',
    ]);
    expect(router.eem.applets.map(({ name }) => name)).toContain(`FLAPTRAP-${stage.armed.captureId}-WATCH`);
    router.debugs.add('crypto isakmp');
    await disarm({ ...stage.waiting, clock: patientClock(stage.lab.clock, 1) }, stage.armed);
    // Whoever debugs the same in the meantime keeps it.
    expect([...router.debugs]).toEqual(['crypto isakmp']);
  });

  it('is one that leaves too little memory: a ring of packets goes first', async () => {
    await using stage = await openWatchStage(XE);
    const router = stage.router('b');
    // A third of it, and the log of 4 MB.
    stage.after(30, () => Object.assign(router.spec, { memoryBytes: 7_000_000 }));
    await stage.wait(200);
    const said = stage.saidOf('b').filter((text) => text.startsWith('94 % of its memory is in use, and 90 % is the ceiling'));
    expect(said.map((text) => text.replace(/^.*from now on: /, '')).slice(0, 2)).toEqual([
      'keep the headers of IKE and ESP in a ring of 4 MB; let the ring of packets take IKE and ESP with 192.0.2.1 only',
      'record IPsec SAs',
    ]);
    expect(router.rings.all).toEqual([]);
    expect([...router.debugs]).toEqual([]);
  });

  it('is one that logs more lines a second than the playbook allows', async () => {
    await using stage = await openWatchStage({ change: (text) => `${text}\nbudget: { linesPerSecond: 2 }\n` });
    const { router } = stage.lab.b;
    const flood = (): void => {
      for (let line = 0; line < 300; line += 1) router.debug('crypto ipsec', '192.0.2.1', `IPSEC(x): line ${line}`);
      stage.lab.clock.after(60_000, flood);
    };
    stage.after(5, flood);
    await stage.wait(90);
    expect([...router.debugs]).toEqual(['crypto isakmp']);
    expect(stage.saidOf('b').join('\n')).toMatch(
      /it logs 5 lines a second, and 2 is the ceiling: without this from now on: record IPsec SAs/,
    );
  });
});

describe('one session a router', () => {
  it('is given back where terminal lines are scarce, and a day takes no more than a hundred logins', { timeout: 120_000 }, async () => {
    await using stage = await openWatchStage();
    const { router } = stage.lab.b;
    stage.after(10, () => {
      while (router.lines.size < 4) router.takeLine('noc');
    });
    let heldAtRest = 0;
    for (let minutes = 60; minutes < DAY_MINUTES; minutes += 7)
      stage.after(minutes, () => {
        heldAtRest += Number([...router.lines.values()].includes('ops'));
      });
    await stage.wait(DAY_MINUTES);
    expect(heldAtRest).toBe(0);
    expect(stage.ledger.heard.b.logins).toBeLessThanOrEqual(100);
    expect(stage.ledger.heard.b.commands).toBeLessThanOrEqual(1500);
    expect(stage.ledger.heard.a.logins).toBe(1);
    expect(stage.saidOf('b').filter((text) => text.includes('terminal lines'))).toHaveLength(1);
  });

  it('that its line ends whenever it is idle is not opened for ever', { timeout: 120_000 }, async () => {
    await using stage = await openWatchStage();
    const hangUp = (): void => {
      for (const end of stage.lab.b.router.onReload) end();
      stage.lab.clock.after(50_000, hangUp);
    };
    stage.after(1, hangUp);
    await stage.wait(DAY_MINUTES);
    expect(stage.ledger.heard.b.logins).toBeLessThanOrEqual(100);
    expect(stage.saidOf('b').filter((text) => text.startsWith('its terminal line ends sessions that are idle'))).toHaveLength(1);
  });
});

it('a router that cannot be asked is told once, and again when it answers', async () => {
  await using stage = await openWatchStage();
  const { router } = stage.lab.b;
  stage.after(30, () => {
    router.isUp = false;
    for (const end of router.onReload) end();
  });
  stage.after(90, () => {
    router.isUp = true;
  });
  await stage.wait(180);
  const said = stage.saidOf('b').filter((text) => !text.startsWith('recording costs'));
  expect(said).toEqual([expect.stringMatching(/^could not be reached: /), 'armed, not triggered yet']);
});
