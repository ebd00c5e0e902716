/** Every cause, in each version of IKE in which it exists, springs its own default trap; the table of them is docs/springs.md (`npx vitest run test/springs.test.ts -u`). */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { CauseId } from '../src/ipsec/cause.ts';
import type { IkeVersion } from '../src/lab/device/router-spec.ts';
import { SCENARIOS, type ScenarioId } from '../src/lab/scenarios/index.ts';
import { DEFAULT_TRAPS, type DefaultTrap } from '../src/playbook/default-traps.ts';
import { parsePlaybook } from '../src/playbook/parse.ts';
import type { Playbook } from '../src/playbook/playbook.ts';
import { armLab, isFrozen, runsOf, sprungBy } from './armed-lab.ts';

const CASES = (Object.keys(SCENARIOS) as ScenarioId[])
  .toSorted()
  .flatMap((cause) => SCENARIOS[cause].ike.map((ike: IkeVersion) => ({ cause, ike })));

function read(name: string): Playbook {
  const { playbook } = parsePlaybook(readFileSync(`playbooks/${name}.yaml`, 'utf8'), name);
  if (playbook === undefined) throw new Error(name);
  return playbook;
}

describe.each(CASES)('the cause $cause under IKEv$ike', ({ cause, ike }) => {
  it('springs its default trap once', async () => {
    const trap: DefaultTrap = DEFAULT_TRAPS[cause];
    const name = trap[ike] ?? '';
    const armed = await armLab(read(name), { ike });
    armed.lab.play(cause, 'b', 0);
    await armed.lab.clock.advance(1200_000);
    console.log(cause, ike, name, sprungBy(armed, 'b'), runsOf(armed, 'b').join(), isFrozen(armed, 'b'), '| a', runsOf(armed, 'a').join());
    await armed.lab.close();
  });
});
