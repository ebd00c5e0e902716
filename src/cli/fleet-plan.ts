/** `flaptrap fleet plan` shows which captures would be made of an inventory, in which waves, and what they cost; no router is contacted. */
import { loadTemplates } from '../applet/load.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import type { GateRules } from '../fleet/gate/gate-state.ts';
import { loadInventory } from '../fleet/inventory/load.ts';
import { loadOf } from '../fleet/plan/fleet-load.ts';
import { type FleetPlan, planFleet } from '../fleet/plan/fleet-plan.ts';
import { DEFAULT_RULES, type FleetRules } from '../fleet/rules.ts';
import { digestOfJson } from '../playbook/digest.ts';
import { askPlaybook, count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import type { FleetPlace } from './fleet-engine.ts';
import { DIGEST_DIGITS, fleetJson, printFleet } from './print-fleet.ts';
import type { Screen } from './screen.ts';

export interface FleetFiles {
  inventory: string;
  playbook: string;
}

export interface FleetOptions {
  canary?: number;
  wave?: FleetRules['wave'];
  stopAt?: number;
  sample?: number;
  soak?: number;
  perRouter?: number;
  atOnce?: number;
  logins?: number;
  commands?: number;
  json?: boolean;
  dryRun?: boolean;
  digest?: string;
  yes?: boolean;
  older?: boolean;
  every?: number;
  keepDays?: number;
  keepMegabytes?: number;
  state?: string;
  store?: string;
  out?: string;
}

export async function fleetPlan(files: FleetFiles, options: FleetOptions, screen: Screen): Promise<number> {
  const plan = await askFleet(files, options, screen);
  showPlan(plan, options, screen);
  screen.tell(`arm it with: flaptrap fleet arm ${files.inventory} ${files.playbook} --digest ${plan.digest.slice(0, DIGEST_DIGITS)}`);
  return EXIT.done;
}

export function showPlan(plan: FleetPlan, { json }: FleetOptions, screen: Screen): void {
  const load = loadOf(plan);
  if (json === true) screen.print(JSON.stringify(fleetJson(plan, load), null, 2));
  else screen.print(printFleet(plan, load), 'prose');
}

/** Throws every mistake of playbook, inventory and plan at once. */
export async function askFleet({ inventory, playbook }: FleetFiles, options: FleetOptions, screen: Screen): Promise<FleetPlan> {
  const asked = await askPlaybook(playbook, screen);
  const { tunnels, diagnostics } = await loadInventory(inventory, asked);
  const plan = planFleet(tunnels, rulesOf(options), { file: inventory, templates: loadTemplates() });
  const all = [...diagnostics, ...plan.diagnostics];
  if (hasErrors(all)) {
    const mistakes = all.filter(({ severity }) => severity === 'error').length;
    throw new FlaptrapError('input', `${inventory}: ${count(mistakes, 'mistake')}; no router was contacted`, { diagnostics: all });
  }
  if (all.length > 0) screen.tell(printDiagnostics(all));
  return plan;
}

/** Where its captures are remembered, and its bundles kept. */
export function placeOf({ store, out }: FleetOptions): FleetPlace {
  return { store, out: out ?? 'captures' };
}

/** By which applets a capture is armed: another text of a template is another version. */
export function appletVersion(): string {
  return digestOfJson(loadTemplates()).slice(0, DIGEST_DIGITS);
}

/** What is said of the budget, and nothing of what is not: all workers of the store go by it. */
export function saidRates({ logins, commands }: FleetOptions): Partial<GateRules> {
  return {
    ...(logins === undefined ? {} : { logins: rateOf(logins) }),
    ...(commands === undefined ? {} : { commands: rateOf(commands) }),
  };
}

function rulesOf({ canary, wave, stopAt, sample, soak, perRouter, atOnce, ...options }: FleetOptions): FleetRules {
  const { gate, ...rules } = DEFAULT_RULES;
  return {
    canaries: canary ?? rules.canaries,
    wave: wave ?? rules.wave,
    errorPercent: stopAt ?? rules.errorPercent,
    sample: Math.max(1, sample ?? rules.sample),
    soakSeconds: soak ?? rules.soakSeconds,
    perRouter: perRouter ?? rules.perRouter,
    atOnce: atOnce ?? rules.atOnce,
    gate: { ...gate, ...saidRates(options) },
  };
}

/** Two seconds' worth at one instant. */
function rateOf(perSecond: number): { perSecond: number; burst: number } {
  return { perSecond, burst: Math.max(1, Math.ceil(2 * perSecond)) };
}
