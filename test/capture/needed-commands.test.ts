/** What routers hear in whole captures, from their terminals and from EEM, is what `doctor` lists and its recipes allow; and nothing is listed that no router hears. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arm } from '../../src/capture/arm.ts';
import { captureTunnel, fetchBoth, fetchUnread } from '../../src/capture/capture-tunnel.ts';
import { disarm } from '../../src/capture/disarm.ts';
import { freezeBoth } from '../../src/capture/freeze.ts';
import { lookAtBoth } from '../../src/capture/look.ts';
import { neededCommands } from '../../src/capture/needed-commands.ts';
import { removeFiles } from '../../src/capture/remove-files.ts';
import { carryOutSweep, planSweep } from '../../src/capture/sweep.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { Session } from '../../src/lab/device/session.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { RECIPES } from '../../src/playbook/recipes/index.ts';
import { stemOf } from '../../src/playbook/recipes/recipe.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

const XE = { platform: 'ios-xe' } as const;
const SWEEPING = { isAll: true, deletesFiles: true } as const;

interface Course {
  title: string;
  options?: StageOptions;
  /** Before the routers are asked for their facts. */
  prepare?(stage: Stage): void;
  run(stage: Stage, plan: Plan): Promise<void>;
}

/** Armed, called, fetched, disarmed, and its files removed. */
async function callAndCollect({ context, playbook }: Stage, plan: Plan): Promise<void> {
  await arm(context, plan, playbook);
  await lookAtBoth(context, plan);
  await freezeBoth(context, plan, true);
  await fetchBoth(context, plan);
  await disarm(context, plan);
  await removeFiles(context, plan, true);
}

/** Springs by itself at one end. */
async function spring({ context, playbook, lab }: Stage, plan: Plan): Promise<void> {
  await captureTunnel(context, plan, playbook, () => lab.play('delete-lost', 'b', 5));
}

const COURSES: readonly Course[] = [
  { title: 'a recorder that springs', run: spring },
  { title: 'a recorder that is called, on IOS XE', options: { a: XE, b: XE }, run: callAndCollect },
  {
    title: 'event traces, on IOS XE',
    options: { a: XE, b: XE, change: (text) => text.replace('strategy: recorder', 'strategy: event-trace') },
    run: callAndCollect,
  },
  {
    title: 'packets, on IOS XE',
    options: { a: XE, b: XE, change: (text) => `${text}\npackets: true\nretrieve: [more, scp]\n` },
    prepare: ({ lab }) => {
      for (const side of SIDES) lab[side].router.configuration.set('ip scp server enable');
    },
    run: callAndCollect,
  },
  {
    title: 'all that keeps debugs off the record, set and given back',
    prepare: ({ lab }) => {
      const { configuration } = lab.b.router;
      configuration.unset('logging console');
      configuration.unset('service timestamps log');
      const lines = [
        'no service timestamps debug uptime',
        'no logging on',
        'no logging buginf',
        'logging rate-limit all 10',
        'logging trap 7',
      ];
      for (const line of [...lines, 'logging host 203.0.113.9']) configuration.set(line);
      configuration.set('logging trap debugging');
    },
    run: callAndCollect,
  },
  {
    title: 'debugs after the trigger',
    options: { change: (text) => text.replace('strategy: recorder', 'strategy: after') },
    run: callAndCollect,
  },
  {
    title: 'a black hole, with IKEv2, a CPU guard and no proof of EEM',
    options: {
      change: (text) =>
        `${text.replace('invalid-spi', 'repeated-spi').replace('[isakmp, ipsec]', '[ikev2, ipsec]')}\nprobe: false\nbudget: { cpuPercent: 80 }\n`,
    },
    run: spring,
  },
  {
    title: 'growing drops, on IOS XE',
    options: { a: XE, b: XE, change: (text) => text.replace('invalid-spi', 'qfp-drops') },
    run: spring,
  },
  {
    title: 'ends that call each other by SNMP, and files by other ways',
    options: {
      change: (text) => `${text.replace('signal: orchestrator', 'signal: snmp')}\nretrieve: [sftp, scp, more, buffer]\n`,
    },
    run: callAndCollect,
  },
  {
    title: 'a lease that ends, and what its guards saved',
    options: { speed: 600, change: (text) => text.replace('lease: 3d', 'lease: 20m') },
    run: async (stage, plan) => {
      await arm(stage.context, plan, stage.playbook);
      for (const side of SIDES) await expect.poll(() => stage.lab[side].router.eem.applets).toEqual([]);
      await lookAtBoth(stage.context, plan);
      await fetchUnread(stage.context, plan);
      await disarm(stage.context, plan);
    },
  },
  {
    title: 'a sweep of what stands, where an address is learned',
    prepare: ({ lab }) => {
      const { configuration } = lab.b.router;
      configuration.setInside('interface GigabitEthernet0/0', 'no ip address 198.51.100.1 255.255.255.0');
      configuration.setInside('interface GigabitEthernet0/0', 'ip address dhcp');
    },
    run: async (stage, plan) => {
      await arm(stage.context, plan, stage.playbook);
      await freezeBoth(stage.context, plan, true);
      for (const side of SIDES) {
        const planned = await planSweep(stage.context, stage.playbook, side, SWEEPING);
        await carryOutSweep(stage.context, stage.playbook, planned, SWEEPING);
      }
    },
  },
];

/** Listed, and heard in none of these courses: each with why it is needed. */
const UNHEARD: Readonly<Record<string, string>> = {
  'configure: exit': 'leaves an applet of which a line was refused, before what stands of it is removed',
};

interface Heard {
  side: Side;
  mode: 'exec' | 'configure';
  command: string;
}

let heard: Heard[];

beforeEach(() => {
  heard = [];
  const execute = Session.prototype.execute;
  vi.spyOn(Session.prototype, 'execute').mockImplementation(function (this: Session, typed: string) {
    const line = typed.trim();
    const side = this.prompt.startsWith('hq') ? 'a' : 'b';
    // An empty line answers a question, `!` begins a comment: no account is asked about either.
    if (line !== '' && !line.startsWith('!'))
      heard.push({ side, mode: this.prompt.includes('(config') ? 'configure' : 'exec', command: line });
    return execute.call(this, typed);
  });
});

afterEach(() => vi.restoreAllMocks());

/** Without its filter, and with one file for all: what is allowed for one is allowed for each. */
function formOf(mode: string, command: string): string {
  const plain = command.trim().startsWith('show ') ? command.replace(/ \| .*$/, '') : command;
  return `${mode === 'exec' ? 'exec' : 'configure'}: ${plain.trim().replace(/flaptrap-[0-9a-f]{8}-\S+/, 'FILE')}`;
}

/** As tac_plus reads a command set: the first word chooses it, the rest is matched. */
function permits(recipe: readonly string[], command: string): boolean {
  const [word = '', ...rest] = command.trim().split(/ +/);
  const from = recipe.indexOf(`  cmd = ${word} {`);
  const set = from === -1 ? [] : recipe.slice(from + 1, recipe.indexOf('  }', from));
  const patterns = set.flatMap((line) => /permit "(?<pattern>.*)"/.exec(line)?.groups?.['pattern'] ?? []);
  return patterns.some((pattern) => new RegExp(pattern).test(rest.join(' ')));
}

/** A view includes a command with all that may follow it. */
function includes(recipe: readonly string[], { mode, command }: Pick<Heard, 'mode' | 'command'>): boolean {
  const stem = stemOf(command.replace(/^(?:no|default) /, ''));
  const stems = recipe.flatMap((line) => new RegExp(`commands ${mode} include (?:all )?(?<stem>.+)`).exec(line)?.groups?.['stem'] ?? []);
  return stems.some((each) => stem === each || stem.startsWith(`${each} `));
}

describe('commands that are typed and commands that are needed', () => {
  const listed = new Set<string>();
  const everHeard = new Set<string>();

  it.each(COURSES)('are the same for $title', { timeout: 60_000 }, async ({ options, prepare, run }) => {
    await using stage = await openStage(options);
    prepare?.(stage);
    const plan = await stage.plan();
    await run(stage, plan);
    for (const side of SIDES) {
      const needed = neededCommands(plan.peers[side]);
      const forms = new Set(needed.map(({ mode, command }) => formOf(mode, command)));
      const own = heard.filter((each) => each.side === side);
      expect(own.length).toBeGreaterThan(50);
      expect([...new Set(own.map(({ mode, command }) => formOf(mode, command)))].filter((form) => !forms.has(form))).toEqual([]);
      const [tacacs, view] = [RECIPES.tacacs.print(needed), RECIPES.view.print(needed)];
      expect([...new Set(own.filter(({ command }) => !permits(tacacs, command)).map(({ command }) => command))]).toEqual([]);
      const exec = own.filter(({ mode }) => mode === 'exec');
      expect([...new Set(exec.filter((each) => !includes(view, each)).map(({ command }) => command))]).toEqual([]);
      const anyCapture = (form: string): string => form.replaceAll(plan.captureId, 'ID');
      for (const { mode, command } of needed) if (mode !== 'applet') listed.add(anyCapture(formOf(mode, command)));
      for (const { mode, command } of own) everHeard.add(anyCapture(formOf(mode, command)));
    }
  });

  it('and nothing is listed that is never heard', () => {
    expect([...listed].filter((form) => !everHeard.has(form)).sort()).toEqual(Object.keys(UNHEARD).sort());
  });
});
