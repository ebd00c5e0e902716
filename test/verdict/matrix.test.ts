/** Every cause that the lab can inject, under each version of IKE, on each platform and with skewed clocks: found, or honestly not; never surely wrong. */
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/bundle/bundle.ts';
import type { IkeVersion } from '../../src/lab/device/router-spec.ts';
import { SCENARIOS, type ScenarioId } from '../../src/lab/scenarios/index.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';
import { judge } from '../../src/verdict/judge.ts';
import { aloneAtMost, R_ALONE } from '../../src/verdict/one-ended.ts';
import type { Cause, ToldFact } from '../../src/verdict/verdict.ts';
import { howMany } from '../how-many.ts';
import { bundleOfScenario, type Telling } from './scenario-bundle.ts';

type On = Telling & { on: string };
const PLAIN: On = { on: 'IOS 15', platform: 'ios', seed: 1, offsetMs: 0 };
const TELLINGS: On[] = [
  PLAIN,
  { on: 'IOS XE 16', platform: 'ios-xe', seed: 2, offsetMs: 2500 },
  { on: 'IOS 15', platform: 'ios', seed: 3, offsetMs: -95_000 },
  { on: 'IOS 15 among neighbours', platform: 'ios', seed: 4, offsetMs: -3000, isNoisy: true },
  { on: 'IOS 12.4', platform: 'ios', release: '12.4', seed: 5, offsetMs: 1500 },
  { on: 'IOS 12.4 and IOS XE 16', platform: 'ios', release: '12.4', otherPlatform: 'ios-xe', seed: 6, offsetMs: 700 },
];

/** 12.4 is older than IKEv2, and no SD-WAN runs on it. */
const NOT_ON_12_4: readonly ScenarioId[] = ['half-open-ikev2', 'sdwan-stale-tloc'];

/** Nothing on either record tells these: R's SAs vanish without a line, or without the counter or the command that would say why. */
const UNDECIDABLE = ['misrouted-esp v1', 'misrouted-esp v2', 'sa-cleared v2'];

const CASES = (Object.keys(SCENARIOS) as ScenarioId[])
  .flatMap((scenario) => SCENARIOS[scenario].ike.map((ike: IkeVersion) => ({ scenario, ike })))
  .map((each, index) => ({ ...each, index }));

const GRADES = ['hinted', 'suggested', 'shown'] as const;
const SURENESS = ['possible', 'likely', 'certain'] as const;

/** Beyond what is said of one end in `one-ended.ts`, and in docs/causes.md. */
function isMoreThanAlone({ fact, is, grade }: ToldFact): boolean {
  if (is === 'unknown') return false;
  const most = R_ALONE[fact][is];
  return most === undefined || GRADES.indexOf(grade) > GRADES.indexOf(most);
}

function isSurerThanAlone({ id, confidence }: Cause): boolean {
  if (id === 'unknown') return false;
  const most = aloneAtMost(CAUSES[id]).confidence;
  return most === undefined || SURENESS.indexOf(confidence) > SURENESS.indexOf(most);
}

describe.each(CASES)('the injected cause $scenario under IKEv$ike', ({ scenario, ike, index }) => {
  // The plain one and half of the others in turn; all with FULL=1.
  const inTurn = TELLINGS.filter((telling, at) => telling === PLAIN || (index + at) % howMany(2, 1) === 0);
  const tellings = inTurn.filter(({ release }) => release !== '12.4' || (ike === 1 && !NOT_ON_12_4.includes(scenario)));

  let plain: Promise<Bundle> | undefined;
  const plainBundle = (): Promise<Bundle> => {
    plain ??= bundleOfScenario(scenario, { ...PLAIN, ike });
    return plain;
  };

  it.each(tellings)('on $on with clocks $offsetMs ms apart (seed $seed)', async (telling) => {
    const bundle = await (telling === PLAIN ? plainBundle() : bundleOfScenario(scenario, { ...telling, ike }));
    const { incidents } = judge(buildTimeline(bundle));
    const [first] = incidents;
    expect(first).toBeDefined();
    // A last packet for an SA that a rekey retired is rightly told apart from the story's own cause.
    const isByTheWay = (id: string, index: number): boolean => index > 0 && id === 'rekey-reorder';
    const wrong = incidents.filter(
      ({ cause }, index) => cause.confidence === 'certain' && cause.id !== scenario && !isByTheWay(cause.id, index),
    );
    expect(wrong.map(({ cause }) => `${cause.id}: ${cause.summary}`)).toEqual([]);
    const isOpen = UNDECIDABLE.includes(`${scenario} v${ike}`);
    const named = [first?.cause.id, ...(isOpen ? (first?.cause.alternatives ?? []) : [])];
    expect(named).toContain(scenario);
  });

  it.each(['a', 'b'] as const)('without the record of %s is never certain where it needs that', async (side) => {
    const { sides, ...rest } = await plainBundle();
    const { incidents, facts } = judge(buildTimeline({ ...rest, sides: { ...sides, [side]: [] } }));
    expect(incidents.filter(({ cause }) => cause.confidence === 'certain').map(({ cause }) => cause.id)).toEqual([]);
    // branch (b) logs the message: without its record there is none.
    if (side === 'b') expect(incidents).toEqual([]);
    expect(facts.filter(isMoreThanAlone).map(({ fact, is, grade }) => `${fact}: ${is}, ${grade}`)).toEqual([]);
    expect(incidents.filter(({ cause }) => isSurerThanAlone(cause)).map(({ cause }) => `${cause.id}: ${cause.confidence}`)).toEqual([]);
  });
});
