/** Sums of many marks: what a bench prints and a test asserts. */
import { intervalOf, type Mark, type Share } from './score.ts';

export interface Tally {
  decidable: Share;
  undecidable: Share;
  cited: Share;
  links: Map<string, Share>;
  causes: Map<string, Share>;
  words: Map<string, Share>;
  /** `truth -> said`, how often. */
  confusion: Map<string, number>;
  brier: number;
  certainWrong: Mark[];
}

/** What a word is taken to mean when its worth is reckoned. */
const MEANT: Record<string, number> = { certain: 1, likely: 0.95, possible: 0.6 };

export function tallyOf(marks: readonly Mark[]): Tally {
  const tally: Tally = {
    decidable: { right: 0, total: 0 },
    undecidable: { right: 0, total: 0 },
    cited: { right: 0, total: 0 },
    links: new Map(),
    causes: new Map(),
    words: new Map(),
    confusion: new Map(),
    brier: 0,
    certainWrong: marks.filter(({ said, isTrue }) => said.confidence === 'certain' && !isTrue),
  };
  for (const mark of marks) addTo(tally, mark);
  const named = marks.filter(({ said }) => said.id !== 'unknown');
  const loss = named.reduce((sum, { said, isTrue }) => sum + ((MEANT[said.confidence] ?? 0) - (isTrue ? 1 : 0)) ** 2, 0);
  return { ...tally, brier: named.length === 0 ? 0 : loss / named.length };
}

function addTo(tally: Tally, { incident, said, isDecidable, isRight, isTrue, isNamed, links, isCited }: Mark): void {
  if (said.id !== 'unknown') count(tally.words, said.confidence, isTrue);
  if (isRight && isCited !== null) add(tally.cited, isCited);
  if (isDecidable === false) add(tally.undecidable, isNamed);
  for (const [link, isThere] of Object.entries(links)) count(tally.links, link, isThere);
  if (isDecidable !== true) return;
  add(tally.decidable, isRight);
  const [root = ''] = incident.truth.causes;
  count(tally.causes, root, isRight);
  if (!isRight) tally.confusion.set(`${root} -> ${said.id}`, (tally.confusion.get(`${root} -> ${said.id}`) ?? 0) + 1);
}

function add(share: Share, isRight: boolean): void {
  share.total += 1;
  if (isRight) share.right += 1;
}

function count(shares: Map<string, Share>, key: string, isRight: boolean): void {
  const share = shares.get(key) ?? { right: 0, total: 0 };
  shares.set(key, share);
  add(share, isRight);
}

export const percentOf = ({ right, total }: Share): number => (total === 0 ? 100 : (right / total) * 100);

/** `12 of 14, 85.7 % (60.1 to 96.0)` */
export function printShare(share: Share): string {
  const [low, high] = intervalOf(share);
  return `${share.right} of ${share.total}, ${percentOf(share).toFixed(1)} % (${low.toFixed(1)} to ${high.toFixed(1)})`;
}
