/** Choosing a cause orders what holds, takes away what a deeper cause explains, keeps what is not excluded, and names what would have decided. */
import type { CauseId } from '../ipsec/cause.ts';
import { SIDES } from '../ipsec/side.ts';
import type { Confidence, Finding } from './finding.ts';
import { nameRoles } from './roles.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules/index.ts';
import type { Scene } from './scene.ts';
import type { Cause } from './verdict.ts';

/** More would be read by nobody. */
const MISSING_MAX = 8;

/** They say whether it will heal, not why it broke. ike.md 9.5 */
const SYMPTOMS: readonly CauseId[] = ['recovery-unsupported', 'stuck-negotiation', 'dpd-absent'];

/** What lies deeper comes first. */
const DEPTH: readonly CauseId[] = [
  'foreign-traffic',
  'sdwan-stale-tloc',
  'peer-reloaded',
  'ha-failover',
  'sa-cleared',
  'resource-exhaustion',
  'dpd-false-positive',
  'volume-lifetime-expired',
  'lifetime-mismatch',
  'simultaneous-rekey',
  'new-sa-killed-by-early-packet',
  'rekey-race',
  'half-open-ikev2',
  'spi-0xff-defect',
  'receiver-data-plane-missing',
  'sender-data-plane-stale',
  'delete-unsendable',
  'delete-lost',
  'rekey-reorder',
  'nat-rebinding',
  'misrouted-esp',
  'nat-exemption',
  'stale-nhrp',
  ...SYMPTOMS,
];

const RANKS: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

/** `findings`: of this incident alone. */
export function chooseCause(scene: Scene, findings: readonly Finding[]): Cause {
  const standing = withoutExplained(findings.filter(({ outcome }) => outcome === 'holds')).sort(byWeight);
  const open = findings.filter(({ outcome, rule }) => outcome === 'unknown' && !SYMPTOMS.includes(rule));
  const [best, ...rest] = standing;
  if (best === undefined) return unknownCause(scene, open);
  // Two causes that both hold surely contradict each other: then neither is sure.
  const isContradicted = rest.some(({ confidence, rule }) => confidence === 'certain' && !SYMPTOMS.includes(rule));
  const isCertain = best.confidence === 'certain' && !isContradicted;
  const isSymptom = SYMPTOMS.includes(best.rule);
  // What is open counts as an alternative when something speaks for it, or when nothing but a symptom stands.
  const supported = open.filter(({ evidence }) => isSymptom || evidence.length > scene.incident.refs.length);
  return {
    id: best.rule,
    confidence: isSymptom ? 'possible' : best.confidence === 'certain' && isContradicted ? 'likely' : best.confidence,
    alternatives: isCertain ? [] : [...rest, ...supported].map(({ rule }) => rule),
    summary: best.statement,
    remedy: remedyOf(ruleOf(best).remedy, scene),
    evidence: best.evidence,
    missing: isCertain
      ? []
      : [...new Set([...best.missing, ...unheardSides(scene), ...(isSymptom ? open.flatMap(({ missing }) => missing) : [])])].slice(
          0,
          MISSING_MAX,
        ),
  };
}

/** A side of which there is no log at all: whatever else it would have said, it is missing. */
function unheardSides({ timeline }: Scene): string[] {
  return SIDES.filter((side) => timeline.recordings[side].lines === 0).map(
    (side) => `the log and the SA tables of ${timeline.tunnel[side].name} for the same time`,
  );
}

const UNKNOWN_REMEDY: Rule['remedy'] = {
  now: 'On S, if the tunnel is still down: clear crypto sa peer R.address.',
  forGood: 'Arm the tunnel again, with the missing debugs and commands named above, and wait for the next incident.',
};

function remedyOf({ now, forGood }: Rule['remedy'], { timeline, receiver }: Scene): string {
  return nameRoles(`Now: ${now} For good: ${forGood}`, timeline.tunnel, receiver);
}

function unknownCause(scene: Scene, open: readonly Finding[]): Cause {
  const { R, S, X, incident } = scene;
  return {
    id: 'unknown',
    confidence: 'possible',
    alternatives: open.map(({ rule }) => rule).sort((one, two) => DEPTH.indexOf(one) - DEPTH.indexOf(two)),
    summary: `${R} dropped ESP packets from ${S} with ${X}, an SPI that it does not know; the logs of both routers do not show why`,
    remedy: remedyOf(UNKNOWN_REMEDY, scene),
    evidence: scene.cite(...incident.refs),
    missing: [...new Set(open.flatMap(({ missing }) => missing))].slice(0, MISSING_MAX),
  };
}

/** What a cause accounts for is no cause of its own; but a mere possibility takes nothing away from what is surer. */
function withoutExplained(standing: readonly Finding[]): Finding[] {
  return standing.filter((finding) => !standing.some((other) => other !== finding && explains(other, finding)));
}

function explains(other: Finding, finding: Finding): boolean {
  if (!ruleOf(other).explains.includes(finding.rule)) return false;
  return RANKS[other.confidence] <= RANKS[finding.confidence] || other.confidence === 'likely';
}

/** Symptoms last; then the surer one; then the deeper one. ike.md 9 */
function byWeight(one: Finding, two: Finding): number {
  const isSymptom = ({ rule }: Finding): number => Number(SYMPTOMS.includes(rule));
  return (
    isSymptom(one) - isSymptom(two) || RANKS[one.confidence] - RANKS[two.confidence] || DEPTH.indexOf(one.rule) - DEPTH.indexOf(two.rule)
  );
}

function ruleOf({ rule }: Finding): Rule {
  return RULES[rule];
}
