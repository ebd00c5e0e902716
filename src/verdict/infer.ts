/** Inference is the only judge: a cause stands while none of its facts is contradicted, and is certain when every other world has been. */
import type { CauseId } from '../ipsec/cause.ts';
import type { CauseRule, Term } from './cause.ts';
import { CAUSES } from './causes/index.ts';
import { isFromElsewhere } from './clues.ts';
import type { Confidence } from './confidence.ts';
import { doubted } from './doubting.ts';
import { answerOf, type Fact, type Grade } from './fact.ts';
import { type Answers, FACTS, type FactId } from './facts/index.ts';
import { type Forgetting, forgettingOf } from './forgetting.ts';
import type { Scene } from './scene.ts';
import { isKnownSpi } from './source.ts';

/** One cause against the facts of one incident. */
export interface World {
  id: CauseId;
  /** `contradicted` by a shown fact, `doubted` by one that is only suggested. */
  standing: 'stands' | 'doubted' | 'contradicted';
  /** The facts that contradict or doubt it. */
  against: FactId[];
  /** How many hints speak against it: they rule nothing out. */
  hints: number;
  /** Of the required facts: how many are answered as required, and how many of those are shown. */
  held: number;
  shown: number;
  required: number;
  /** All that it requires is answered so, by more than a hint. */
  isWhole: boolean;
  /** How the fact that makes it this world is answered; undefined when it is not. */
  core: Grade | undefined;
  /** Something speaks for it that does not speak for all: its own fact, or one that is told of it too. */
  isSupported: boolean;
  /** What is on record leaves room for it, and says nothing for it. */
  isAllowed: boolean;
}

export interface Inference {
  answers: Answers;
  worlds: World[];
  best: World | undefined;
  confidence: Confidence;
  /** Roots that are not excluded, the better supported first. */
  rivals: CauseId[];
  prolongs: CauseId[];
}

const GRADES: Readonly<Record<Grade, number>> = { shown: 0, suggested: 1, hinted: 2 };

export function askAll(scene: Scene): Answers {
  return Object.fromEntries(Object.values<Fact>(FACTS).map((fact) => [fact.id, answerOf(fact, scene)])) as Answers;
}

interface Wished {
  id: FactId;
  is: 'yes' | 'no';
}

const WISHED = new Map<Term, Wished>(
  (Object.keys(FACTS) as FactId[]).flatMap((id): [Term, Wished][] => [
    [id, { id, is: 'yes' }],
    [`no ${id}`, { id, is: 'no' }],
  ]),
);

export function factOf(term: Term): Wished {
  return WISHED.get(term) as Wished;
}

/** How surely the answer is as the term wants it; undefined when it is not, or not known. */
function metBy(answers: Answers, term: Term): Grade | undefined {
  const { id, is } = factOf(term);
  return answers[id].is === is ? answers[id].grade : undefined;
}

/** How surely it is the contrary. */
function opposedBy(answers: Answers, term: Term): Grade | undefined {
  const { id, is } = factOf(term);
  const answer = answers[id];
  return answer.is === is || answer.is === 'unknown' ? undefined : answer.grade;
}

export function worldOf(
  { id, requires, forbids, forgot, speaks = [], allows = [] }: CauseRule,
  answers: Answers,
  why: Forgetting = forgettingOf(answers),
): World {
  const met = requires.map((term) => metBy(answers, term));
  const against: FactId[] = [];
  const contrary = { shown: 0, suggested: 0, hinted: 0 };
  const weigh = (term: Term, grade: Grade | undefined) => {
    if (grade !== undefined) contrary[grade] += 1;
    if (grade === 'shown' || grade === 'suggested') against.push(factOf(term).id);
  };
  for (const term of requires) weigh(term, opposedBy(answers, term));
  for (const term of forbids) weigh(term, metBy(answers, term));
  // What its own fact tells of is its own reason.
  const isOwn = why.by === factOf(requires[0]).id;
  const other = why.how !== 'unknown' && why.by !== undefined && !isOwn && !forgot.includes(why.how) ? why : undefined;
  const isContradicted = other?.grade === 'shown' || contrary.shown > 0;
  return {
    id,
    standing: isContradicted ? 'contradicted' : against.length > 0 || other !== undefined ? 'doubted' : 'stands',
    against: other?.by === undefined ? against : [...against, other.by],
    hints: contrary.hinted,
    held: met.filter((grade) => grade !== undefined).length,
    shown: met.filter((grade) => grade === 'shown').length,
    required: requires.length,
    isWhole: met.every((grade) => grade === 'shown' || grade === 'suggested'),
    core: met[0],
    isAllowed: allows.some((term) => metBy(answers, term) !== undefined),
    isSupported: met[0] !== undefined || speaks.some((term) => metBy(answers, term) !== undefined),
  };
}

export function infer(scene: Scene): Inference {
  const answers = doubted(askAll(scene), scene.timeline);
  const why = forgettingOf(answers);
  const worlds = Object.values<CauseRule>(CAUSES).map((cause) => worldOf(cause, answers, why));
  const roots = worlds.filter(({ id }) => CAUSES[id].kind === 'root');
  // What befell the tunnel says nothing of an SPI that no record ties to it, from an address that is not its peer's.
  const isTied = !isFromElsewhere(scene) || isKnownSpi(scene);
  const candidates = roots.filter((world) => world.standing === 'stands' && world.isSupported && (isTied || asksWho(world))).sort(byWeight);
  // What prolongs is not what caused: any root comes before it. [L] ike.md 9, 9.5
  const prolongs = worlds
    .filter(({ id, standing, core }) => CAUSES[id].kind === 'prolongs' && standing === 'stands' && core !== undefined)
    .sort(byFailing);
  const best = candidates[0] ?? (isTied ? prolongs[0] : undefined);
  const open = roots.filter((world) => world !== best && isOpen(world, best));
  const rivals = (best === undefined ? withExclusive(open, roots) : open).sort(byStanding);
  const isNamed =
    scene.incident.source !== null ||
    isOfItself(why) ||
    !roots.some((world) => world !== best && world.standing === 'stands' && asksWho(world));
  const confidence = best === undefined || !isNamed ? 'possible' : confidenceOf(best, { answers, roots, candidates });
  return {
    answers,
    worlds,
    best,
    confidence,
    rivals: confidence === 'certain' ? [] : rivals.map(({ id }) => id),
    prolongs: prolongs.filter((world) => world !== best).map(({ id }) => id),
  };
}

/** Reasons of R's own, whoever sends: what a peer that falls silent brings about is none. */
const OF_ITSELF: readonly string[] = [
  'deleted-by-operator',
  'deleted-by-lifetime',
  'deleted-by-volume',
  'deleted-by-idle',
  'replaced-at-rekey',
  'lost-state',
];

function isOfItself({ how, grade }: Forgetting): boolean {
  return grade !== 'hinted' && OF_ITSELF.includes(how);
}

/** It turns on who sent, which a message with a masked source does not say. */
function asksWho({ id }: World): boolean {
  return CAUSES[id].requires.some((term) => FACTS[factOf(term).id].link === 'who');
}

/** Named beside the best: what is supported, and where that is no more than a hint whatever is not excluded. */
function isOpen(world: World, best: World | undefined): boolean {
  if (world.standing === 'contradicted') return false;
  if (best === undefined || CAUSES[best.id].kind === 'prolongs') return world.standing === 'stands';
  if (best.core === 'hinted' && world.standing === 'stands') return true;
  return world.isSupported || ((world.held > 0 || world.isAllowed) && world.standing === 'stands');
}

/** Causes that are each told of and exclude each other have made none impossible: one of them happened, or both. Never is nothing left. */
function withExclusive(open: readonly World[], roots: readonly World[]): World[] {
  const told = roots.filter(({ core }) => core === 'shown' || core === 'suggested');
  const cores = new Set(told.map(coreOf));
  const exclusive = told.filter((world) => world.against.every((fact) => cores.has(fact)));
  const left = [...new Set([...open, ...exclusive])];
  if (left.length > 0) return left;
  if (told.length > 0) return told;
  const least = Math.min(...roots.map(({ against }) => against.length));
  return roots.filter(({ against }) => against.length === least);
}

const coreOf = ({ id }: World): FactId => factOf(CAUSES[id].requires[0]).id;

function confidenceOf(
  best: World,
  { answers, roots, candidates }: { answers: Answers; roots: readonly World[]; candidates: readonly World[] },
): Confidence {
  const cause: CauseRule = CAUSES[best.id];
  if (cause.kind === 'prolongs') return 'possible';
  if (!best.isWhole || cause.awaits?.some((term) => answers[factOf(term).id].is === 'unknown')) return 'possible';
  const isProven = best.shown === best.required && cause.proves.every((term) => metBy(answers, term) === 'shown');
  if (isProven && roots.every((world) => world === best || world.standing === 'contradicted' || isNoMore(world, best))) return 'certain';
  const equal = candidates.some(
    (world) => world !== best && !includes(best, world) && world.isWhole && GRADES[world.core ?? 'hinted'] <= GRADES[best.core ?? 'hinted'],
  );
  return equal ? 'possible' : 'likely';
}

/** What would only say more than its part, and of which nothing tells: told of, it may be what is to be mended. */
function isNoMore(world: World, best: World): boolean {
  return includes(world, best) && (world.core === undefined || world.core === 'hinted');
}

function includes({ id }: World, best: World): boolean {
  const { includes: parts = [] }: CauseRule = CAUSES[id];
  return parts.includes(best.id);
}

/** What explains more of what is shown comes first; of two that explain as much the one that takes no defect. */
function byWeight(one: World, two: World): number {
  return (
    Number(two.isWhole) - Number(one.isWhole) ||
    // Of two that are both true the one that says why comes before its part.
    Number(includes(two, one)) - Number(includes(one, two)) ||
    missing(one) - missing(two) ||
    GRADES[one.core ?? 'hinted'] - GRADES[two.core ?? 'hinted'] ||
    one.hints - two.hints ||
    two.shown - one.shown ||
    defects(one) - defects(two) ||
    absence(one) - absence(two) ||
    two.held - one.held
  );
}

/** Of two that prolong alike what fails comes before what is merely absent, however well that is shown. */
function byFailing(one: World, two: World): number {
  return Number(two.isWhole) - Number(one.isWhole) || absence(one) - absence(two) || byWeight(one, two);
}

const ruleOf = ({ id }: World): CauseRule => CAUSES[id];
const absence = (world: World): number => Number(ruleOf(world).isAbsence ?? false);
const defects = (world: World): number => Number(ruleOf(world).isDefect ?? false);

function missing({ required, held }: World): number {
  return required - held;
}

function byStanding(one: World, two: World): number {
  return (
    Number(one.standing !== 'stands') - Number(two.standing !== 'stands') ||
    Number(!one.isSupported) - Number(!two.isSupported) ||
    byWeight(one, two)
  );
}
