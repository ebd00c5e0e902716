/** `flaptrap fleet`: what it says of an inventory before any router is contacted, and what it refuses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.ts';
import type { OpenFleet } from '../../src/cli/fleet-engine.ts';
import { fleetDisarm, fleetStatus } from '../../src/cli/fleet-standing.ts';
import { parseInventory } from '../../src/fleet/inventory/inventory.ts';
import { DEFAULT_RULES } from '../../src/fleet/rules.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { type FakeEngine, fakeEngine } from '../fleet/fake-engine.ts';
import { FLEET_PLAYBOOK_TEXT, fleetPlaybook, fleetTable } from '../fleet/fleet-playbook.ts';
import { flaptrap } from './flaptrap.ts';
import { silentScreen } from './silent-screen.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  writeFileSync(at('tunnel.yaml'), FLEET_PLAYBOOK_TEXT);
  writeFileSync(at('fleet.csv'), fleetTable(12, 3));
});
afterAll(() => rmSync(folder, { recursive: true }));

const files = () => ({ inventory: at('fleet.csv'), playbook: at('tunnel.yaml') });

describe('flaptrap fleet plan', () => {
  it('says waves, load and the routers that bear most, and the digest to arm by', async () => {
    const { code, stdout, stderr } = await flaptrap([
      'fleet',
      'plan',
      at('fleet.csv'),
      at('tunnel.yaml'),
      '--wave',
      '5',
      '--per-router',
      '2',
    ]);
    expect(code).toBe(EXIT.done);
    expect(stdout).toMatch(/playbook fleet-flaps over 12 tunnels, 15 routers; digest [0-9a-f]{16}/);
    expect(stdout).toContain('there are 2 rounds');
    expect(stdout).toMatch(/hub0 +4 +2 +40 /);
    expect(stderr).toMatch(/arm it with: flaptrap fleet arm .* --digest [0-9a-f]{16}/);
  });

  it('prints each order with its wave as JSON, without a playbook or a secret', async () => {
    const { stdout } = await flaptrap(['fleet', 'plan', at('fleet.csv'), at('tunnel.yaml'), '--json']);
    const { schema, orders, load } = JSON.parse(stdout);
    expect(schema).toBe('flaptrap.fleet-plan/1');
    expect(orders).toHaveLength(12);
    expect(orders[0]).toMatchObject({
      name: 't0',
      tunnels: ['t0'],
      round: 1,
      wave: 1,
      routers: [{ id: 'hub0.example.net:22' }, { id: 's0.example.net:2022' }],
    });
    expect(load.waves.map(({ captures }: { captures: number }) => captures)).toEqual([1, 11]);
    expect(stdout).not.toContain('FLAPTRAP_PASSWORD');
  });

  it.each([
    [['--wave', '0'], 'expected a number of tunnels such as 50, or a share such as 5%.'],
    [['--wave', '120%'], 'expected a number of tunnels such as 50, or a share such as 5%.'],
    [['--stop-at', '101'], 'expected a share from 0 to 100.'],
    [['--per-router', '0'], 'expected at least 1.'],
    [['--logins', 'fast'], 'expected a number a second, such as 2 or 0.5.'],
  ])('refuses %s', async (options, expected) => {
    const { code, stderr } = await flaptrap(['fleet', 'plan', at('fleet.csv'), at('tunnel.yaml'), ...options]);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain(expected);
  });

  it('shows every mistake of an inventory at its place', async () => {
    writeFileSync(at('wrong.csv'), 'a.name,a.host,a.address\nhq,hq.example.net,300.1.1.1\n');
    const { code, stderr } = await flaptrap(['fleet', 'plan', at('wrong.csv'), at('tunnel.yaml')]);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain('wrong.csv:2:19 error: a.address: expected an IPv4 address');
    expect(stderr).toContain('1 mistake; no router was contacted');
  });

  it('says what an inventory is, where there is none', async () => {
    const { code, stderr } = await flaptrap(['fleet', 'plan', at('missing.csv'), at('tunnel.yaml')]);
    expect(code).toBe(EXIT.input);
    expect(stderr).toContain('cannot read the inventory');
    expect(stderr).toContain('name a file of tunnels: a table (.csv), or a list (.yaml, .json)');
  });
});

describe('flaptrap fleet arm', () => {
  it('with --dry-run prints the load and contacts nobody', async () => {
    const { code, stdout } = await flaptrap(['fleet', 'arm', at('fleet.csv'), at('tunnel.yaml'), '--dry-run']);
    expect(code).toBe(EXIT.done);
    expect(stdout).toMatch(/in all 12 captures, 48 logins, about \d+ commands, \d+ minutes, at 2 logins and 40 commands a second/);
  });

  it('arms nothing by another digest than that of the plan, nor unasked', async () => {
    const other = await flaptrap(['fleet', 'arm', at('fleet.csv'), at('tunnel.yaml'), '--digest', '0123456789abcdef']);
    expect(other.code).toBe(EXIT.input);
    expect(other.stderr).toContain('the plan of this fleet has changed since it was shown');
    const unasked = await flaptrap(['fleet', 'arm', at('fleet.csv'), at('tunnel.yaml')]);
    expect(unasked.code).toBe(EXIT.input);
    expect(unasked.stderr).toMatch(/nobody has agreed to the plan of this fleet[\s\S]*--digest [0-9a-f]{16} or --yes/);
  });
});

describe('what stands of an inventory', () => {
  const state = () => at('state');
  async function armed(count: number): Promise<FakeEngine> {
    const engine = fakeEngine();
    const { tunnels } = parseInventory({ file: 'fleet.csv', text: fleetTable(12, 3) }, 'csv', fleetPlaybook());
    for (const { playbook, name } of tunnels.slice(0, count))
      await engine.begin({ plan: draftPlan(playbook, 0, undefined, name).plan, playbook, operator: 'ops', watch: 'told' });
    return engine;
  }

  /** Nobody is logged in to. */
  const workerOf =
    (engine: FakeEngine): OpenFleet =>
    async () => ({
      engine,
      lost: new AbortController().signal,
      gate: {
        gateFor: () => ({ enter: () => Promise.reject(new Error('nobody logs in')) }),
        counted: async () => undefined,
        rule: async () => DEFAULT_RULES.gate,
      },
      [Symbol.asyncDispose]: async () => undefined,
    });

  it('is counted by phase, with what troubles', async () => {
    const engine = await armed(3);
    engine.set(engine.begun[1] ?? '', { phase: 'disarming', trouble: 's1 does not answer' });
    const screen = silentScreen();
    expect(await fleetStatus(files(), { state: state() }, screen, workerOf(engine))).toBe(EXIT.done);
    expect(screen.printed.trim()).toBe(
      `3 of 12 captures of this inventory stand: 2 waiting, 1 disarming\n  t1 (${engine.begun[1]}): s1 does not answer`,
    );
  });

  it('is disarmed when somebody says yes, and not otherwise', async () => {
    const engine = await armed(2);
    const screen = silentScreen();
    await expect(fleetDisarm(files(), { state: state() }, screen, workerOf(engine))).rejects.toMatchObject({ code: 'digest' });
    expect(engine.stopped).toEqual([]);
    expect(await fleetDisarm(files(), { state: state(), yes: true }, screen, workerOf(engine))).toBe(EXIT.done);
    expect(engine.stopped).toEqual(engine.begun);
    await fleetDisarm(files(), { state: state(), yes: true }, screen, workerOf(engine));
    expect(screen.printed).toContain('nothing of this inventory is armed');
  });
});
