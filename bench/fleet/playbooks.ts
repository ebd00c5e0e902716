/** Playbooks of the bench: one of many tunnels, each between routers of its own. */
import type { Order } from '../../src/engine/engine.ts';
import { assumeFacts } from '../../src/playbook/facts.ts';
import { makePlan } from '../../src/playbook/make-plan.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { FLEET_PLAYBOOK_TEXT, spokeAddress } from '../../test/fleet/fleet-playbook.ts';
import { readTemplates } from '../templates.ts';

export function playbookOf(number: number): Playbook {
  const text = `${FLEET_PLAYBOOK_TEXT.replace('name: hq,', `name: hq${number},`)
    .replace('name: branch,', `name: br${number},`)
    .replace('192.0.2.1', spokeAddress(2 * number))
    .replace('198.51.100.1', spokeAddress(2 * number + 1))}probe: false\n`;
  const { playbook } = parsePlaybook(text, 'bench.yaml');
  if (playbook === undefined) throw new Error('the playbook of the bench is wrong');
  return playbook;
}

/** One plan is drawn, and told apart by its id: what waits is not typed. */
export function waitingOrders(count: number): Order[] {
  const playbook = playbookOf(0);
  const facts = { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) };
  const plan = makePlan(playbook, facts, readTemplates(), { nowMs: Date.now() });
  return Array.from({ length: count }, (_each, index) => ({
    plan: { ...plan, captureId: index.toString(16).padStart(8, '0') },
    playbook: playbookOf(index),
    operator: 'bench',
    watch: 'told',
  }));
}
