/** The plan of a fleet: which captures, in which waves, under which digest, and at what cost. */
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../../src/applet/load.ts';
import { parseInventory } from '../../../src/fleet/inventory/inventory.ts';
import { loadOf } from '../../../src/fleet/plan/fleet-load.ts';
import { type FleetPlan, planFleet } from '../../../src/fleet/plan/fleet-plan.ts';
import { DEFAULT_RULES, type FleetRules } from '../../../src/fleet/rules.ts';
import { fleetPlaybook, fleetTable, spokeAddress } from '../fleet-playbook.ts';

function planned(text: string, rules: Partial<FleetRules> = {}, change?: (text: string) => string): FleetPlan {
  const { tunnels, diagnostics } = parseInventory({ file: 'fleet.csv', text }, 'csv', fleetPlaybook(change));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return planFleet(tunnels, { ...DEFAULT_RULES, ...rules }, { file: 'fleet.csv', templates: loadTemplates() });
}

const placesOf = ({ orders }: FleetPlan) => orders.map(({ name, round, wave }) => `${name} ${round}.${wave}`);

/** So many tunnels, each between two routers of its own. */
const pairs = (count: number): string => fleetTable(count, count);

const HEAD = 'name,a.name,a.host,a.address,a.group,b.name,b.host,b.address,b.vendor';
const row = (name: string, hub: number, group: string, spoke: number): string =>
  `${name},hub${hub},hub${hub}.example.net,203.0.113.${hub},${group},s${spoke},s${spoke}.example.net,${spokeAddress(spoke)},`;

describe('waves', () => {
  it('begin with a canary alone, and go on by so many tunnels or by a share of them', () => {
    expect(placesOf(planned(pairs(5), { wave: { tunnels: 2 } }))).toEqual(['t0 1.1', 't1 1.2', 't2 1.2', 't3 1.3', 't4 1.3']);
    expect(placesOf(planned(pairs(5), { wave: { percent: 50 }, canaries: 2 })).map((each) => each.slice(3))).toEqual([
      '1.1',
      '1.1',
      '1.2',
      '1.2',
      '1.2',
    ]);
    expect(placesOf(planned(pairs(2), { canaries: 0 }))).toEqual(['t0 1.1', 't1 1.1']);
  });

  it('of a hub come in rounds: no more captures stand on it at once than it bears', () => {
    expect(placesOf(planned(fleetTable(5, 1), { perRouter: 2, canaries: 0 }))).toEqual(['t0 1.1', 't1 1.1', 't2 2.2', 't3 2.2', 't4 3.3']);
  });

  it('never hold both hubs of a pair in one round, in whatever order the tunnels stand', () => {
    const rows = [
      row('one', 1, 'pair', 1),
      row('two', 2, 'pair', 2),
      row('three', 1, 'pair', 3),
      row('four', 3, '', 4),
      row('five', 2, 'pair', 5),
    ];
    expect(placesOf(planned([HEAD, ...rows].join('\n'), { canaries: 0 }))).toEqual([
      'one 1.1',
      'two 2.2',
      'three 1.1',
      'four 1.1',
      'five 2.2',
    ]);
  });

  it('refuse a tunnel between the two hubs of a pair', () => {
    const text = `${HEAD},b.group\n${row('bad', 1, 'pair', 1)},pair`;
    expect(planned(text).diagnostics).toMatchObject([
      { severity: 'error', line: 2, summary: 'both ends of bad are in group pair, of which never two routers are armed at once' },
    ]);
  });
});

describe('tunnels of one hub whose other ends are not ours', () => {
  const foreign = (count: number, name = 'hq'): string[] =>
    Array.from(
      { length: count },
      (_each, index) => `${name}-${index},${name},${name}.example.net,192.0.2.${name.length},,f${index},,${spokeAddress(index)},ios`,
    );

  it('are one capture with a debug condition for each, as many as fit into the line that tells of them', () => {
    const { orders } = planned([HEAD, ...foreign(12)].join('\n'));
    expect(orders.map(({ tunnels }) => tunnels.length).reduce((sum, each) => sum + each)).toBe(12);
    expect(orders.length).toBeLessThan(12);
    expect(orders[0]?.tunnels.slice(0, 2)).toEqual(['hq-0', 'hq-1']);
    expect(orders[0]?.cost.routers.a?.conditions).toBe(orders[0]?.tunnels.length);
    expect(orders[0]?.cost.routers.b).toBeUndefined();
  });

  it('stay apart where the hubs are two, or packets of one pair are wanted', () => {
    expect(planned([HEAD, ...foreign(1), ...foreign(1, 'head')].join('\n')).orders).toHaveLength(2);
    expect(
      planned(
        [HEAD, ...foreign(2)].join('\n'),
        {},
        (text) => `${text.replace('192.0.2.1, login: ops }', '192.0.2.1, login: ops, platform: ios-xe }')}packets: true\n`,
      ).orders,
    ).toHaveLength(2);
  });
});

describe('the digest of a fleet', () => {
  it('is the same for the same, and another one for another tunnel, rule or playbook', () => {
    const { digest } = planned(pairs(3));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(planned(pairs(3)).digest).toBe(digest);
    expect(planned(`# another hand wrote it\n${pairs(3)}`).digest).toBe(digest);
    const others = [
      planned(pairs(4)),
      planned(pairs(3).replace('s1.', 's7.')),
      planned(pairs(3), { errorPercent: 11 }),
      planned(pairs(3), {}, (text) => `${text}lease: 2d\n`),
    ];
    expect(new Set([digest, ...others.map((each) => each.digest)]).size).toBe(5);
  });
});

describe('the load of a fleet', () => {
  it('says the logins, commands and minutes of each wave, and what each router bears at once', () => {
    const load = loadOf(planned(fleetTable(6, 1), { perRouter: 2, wave: { tunnels: 2 } }));
    expect(load).toMatchObject({ tunnels: 6, captures: 6, rounds: 3 });
    expect(load.waves.map(({ captures, logins }) => [captures, logins])).toEqual([
      [1, 4],
      [1, 4],
      [2, 8],
      [2, 8],
    ]);
    expect(load.waves[0]?.commands).toBeGreaterThan(600);
    expect(load.routers[0]).toMatchObject({
      id: 'hub0.example.net:22',
      captures: 6,
      atOnce: 2,
      rounds: 3,
      flashBytes: 40_000_000,
      conditions: 2,
    });
    expect(load.routers).toHaveLength(7);
  });

  it('stretches the looks where the budget does not bear as many as one capture alone would have', () => {
    const few = loadOf(planned(pairs(5))).waiting;
    const many = loadOf(planned(pairs(1500))).waiting;
    expect(few.lookEverySeconds).toBe(1200);
    expect(many.wantedLoginsPerSecond).toBeGreaterThan(2);
    expect(many.lookEverySeconds).toBeGreaterThan(2400);
  });

  it('counts the logins on jump hosts', () => {
    const jumped = pairs(1)
      .split('\n')
      .map((line, index) => `${line},${index === 0 ? 'jumpHosts' : 'gate'}`)
      .join('\n');
    expect(loadOf(planned(jumped)).waves[0]?.logins).toBe(8);
  });
});
