/** A recipe is how the lab tells a case again: from the same seed it tells the same. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { RawFile } from '../../src/bundle/taken.ts';
import { PLATFORMS, type PlatformId } from '../../src/ios/platforms/index.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { SCENARIOS, type ScenarioId } from '../../src/lab/scenarios/index.ts';
import { bundleOfScenario } from '../verdict/scenario-bundle.ts';

const platform = z.enum(Object.keys(PLATFORMS) as PlatformId[]);
const scenario = z.enum(Object.keys(SCENARIOS) as ScenarioId[]);

const recipe = z.strictObject({
  /** None: the tunnel is healthy. */
  scenario: scenario.optional(),
  second: scenario.optional(),
  seed: z.int(),
  ike: z.union([z.literal(1), z.literal(2)]),
  receiver: z.enum(SIDES),
  platform,
  otherPlatform: platform.optional(),
  release: z.enum(['12.4', '15']).optional(),
  offsetMs: z.int(),
  isNoisy: z.boolean().optional(),
});

export type Recipe = z.infer<typeof recipe>;

export function parseRecipe(text: string): Recipe {
  return recipe.parse(parse(text));
}

export async function cook({ scenario, release, second, otherPlatform, isNoisy, ...rest }: Recipe): Promise<RawFile[]> {
  const { sides } = await bundleOfScenario(scenario, {
    ...rest,
    ...(release === undefined ? {} : { release }),
    ...(second === undefined ? {} : { second }),
    ...(otherPlatform === undefined ? {} : { otherPlatform }),
    ...(isNoisy === undefined ? {} : { isNoisy }),
  });
  return SIDES.flatMap((side) => sides[side].map(({ name, text }) => ({ path: `${side}/${name}`, bytes: Buffer.from(`${text}\n`) })));
}
