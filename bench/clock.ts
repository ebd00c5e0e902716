/** How well the clock offset is known: seeded stories with offsets up to a day, jitter, loss and uneven delays, against what was true. */

import type { Bundle } from '../src/bundle/bundle.ts';
import { RECORDING_MARK } from '../src/ios/log/syslog.ts';
import { SIDES } from '../src/ipsec/side.ts';
import type { IkeVersion } from '../src/lab/device/router-spec.ts';
import { seeded } from '../src/lab/random.ts';
import { SCENARIOS, type ScenarioId } from '../src/lab/scenarios/index.ts';
import type { Timeline } from '../src/timeline/model.ts';
import { buildTimeline } from '../src/timeline/timeline.ts';
import { bundleOfScenario } from '../test/verdict/scenario-bundle.ts';
import { CLOCK_FORMS, type ClockForm } from './clock-forms.ts';
import { printGoals } from './goal.ts';

const STORIES = Number(process.argv[2] ?? 1000);
const DAY_MS = 86_400_000;
const BOUND_FACTOR = 3;
/** Stamps have whole milliseconds: less than this cannot be known. */
const STAMP_MS = 1;

let inside = 0;
let tight = 0;
let bounded = 0;
let reversed = 0;
let pairs = 0;
let unmatched = 0;
const FORMS = Object.keys(CLOCK_FORMS) as ClockForm[];
const tallies = Object.fromEntries(FORMS.map((form) => [form, { told: 0, stated: 0, claimed: 0, inside: 0 }])) as Record<
  ClockForm,
  { told: number; stated: number; claimed: number; inside: number }
>;
const causes = [undefined, ...(Object.keys(SCENARIOS) as ScenarioId[])];

for (let seed = 1; seed <= STORIES; seed += 1) {
  const random = seeded(seed * 31);
  const offsetMs = Math.round((random() * 2 - 1) * DAY_MS);
  const path = { delayMs: { a: 1 + random() * 80, b: 1 + random() * 80 }, jitterMs: random() * 50 };
  const lossShare = random() * 0.1;
  const cause = causes[seed % causes.length];
  const versions: readonly IkeVersion[] = cause === undefined ? [1, 2] : SCENARIOS[cause].ike;
  const bundle = await bundleOfScenario(cause, {
    ike: versions[Math.floor(seed / causes.length) % versions.length],
    platform: seed % 3 === 0 ? 'ios-xe' : 'ios',
    seed,
    offsetMs,
    path,
    lossShare,
  });
  handedIn(bundle, offsetMs, seed);
  const timeline = buildTimeline(bundle);
  const { clock } = timeline;
  if (clock.offsetMs === null || clock.uncertaintyMs === null) {
    unmatched += 1;
    continue;
  }
  if (Math.abs(clock.offsetMs - offsetMs) <= clock.uncertaintyMs) inside += 1;
  else console.log(`seed ${seed}: offset ${offsetMs} ms, said ${clock.offsetMs} +- ${clock.uncertaintyMs} (${clock.method})`);
  const allowedMs = allowedBound(timeline, offsetMs);
  if (allowedMs !== undefined) {
    bounded += 1;
    if (clock.uncertaintyMs <= BOUND_FACTOR * Math.max(allowedMs, STAMP_MS)) tight += 1;
  }
  for (const { sent, received } of timeline.messages) {
    const [cause, effect] = [sent, received].map((ref) => (ref === null ? undefined : timeline.events[ref]));
    if (cause?.commonAt == null || effect?.commonAt == null) continue;
    pairs += 1;
    if (cause.commonAt - cause.uncertaintyMs > effect.commonAt + effect.uncertaintyMs) reversed += 1;
  }
}

/** The same bundle in one form more: what is stated must hold there too, for the stamps as they are read, and what is claimed for the clocks themselves. */
function handedIn(bundle: Bundle, offsetMs: number, seed: number): void {
  const form = FORMS[Math.floor(seed / causes.length + seed) % FORMS.length] ?? 'lines lost';
  const timeline = buildTimeline(CLOCK_FORMS[form]({ bundle, offsetMs, random: seeded(seed * 17) }));
  const { clock, claim } = timeline;
  const tally = tallies[form];
  tally.told += 1;
  if (clock.offsetMs === null || clock.uncertaintyMs === null) return;
  tally.stated += 1;
  const [a, b] = SIDES.map((side) => timeline.events.findLast((event) => event.side === side && event.text.includes(RECORDING_MARK)));
  if (a?.at == null || b?.at == null) throw new Error(`seed ${seed}, ${form}: the mark is not read`);
  const isRelays = a.precisionMs > 1000;
  const readMs = isRelays ? 0 : b.at - a.at;
  const claimedMs = claim.offsetMs ?? offsetMs;
  if (claim.offsetMs !== null) tally.claimed += 1;
  const wrongMs = Math.max(Math.abs(clock.offsetMs - readMs), Math.abs(claimedMs - offsetMs));
  if (wrongMs <= clock.uncertaintyMs) tally.inside += 1;
  else
    console.log(
      `seed ${seed}, ${form}: off by ${Math.round(wrongMs)} ms, said +- ${clock.uncertaintyMs} (${clock.method}${clock.conflict === undefined ? '' : `; ${clock.conflict}`})`,
    );
}

/** Half of what the quickest message each way leaves open, with the true offset; undefined without one each way. */
function allowedBound({ messages, events }: Timeline, offsetMs: number): number | undefined {
  const least: { a?: number; b?: number } = {};
  for (const { from, sent, received, fate } of messages) {
    const [left, arrived] = [sent, received].map((ref) => (ref === null ? undefined : events[ref]?.at));
    if (fate !== 'delivered' || left == null || arrived == null) continue;
    const delayMs = arrived - left + (from === 'a' ? -offsetMs : offsetMs);
    least[from] = Math.min(least[from] ?? delayMs, delayMs);
  }
  return least.a === undefined || least.b === undefined ? undefined : (least.a + least.b) / 2;
}

const known = STORIES - unmatched;
console.log(`${STORIES} stories, ${unmatched} without a matched message, ${pairs} messages seen at both ends`);
for (const form of FORMS) {
  const { told, stated, claimed, inside: held } = tallies[form];
  console.log(`  ${form}: ${told} told, ${stated} with an offset of the stamps, ${claimed} of the clocks, ${held} inside the bound`);
}
const handed = Object.values(tallies);
const held = handed.reduce((sum, each) => sum + each.inside, 0);
const stated = handed.reduce((sum, each) => sum + each.stated, 0);
printGoals([
  { name: 'true offset inside the bound, damaged and relayed', figure: (held / stated) * 100, unit: '%', limit: { atLeast: 99.5 } },
  { name: 'true offset inside the bound', figure: (inside / known) * 100, unit: '%', limit: { atLeast: 99.5 } },
  {
    name: `bound within ${BOUND_FACTOR} times what the delays allow`,
    figure: (tight / bounded) * 100,
    unit: '%',
    limit: { atLeast: 99.5 },
  },
  { name: 'cause shown behind its effect as certain', figure: reversed, unit: `of ${pairs}`, limit: { atMost: 0 } },
]);
