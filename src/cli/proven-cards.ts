/** Proven cards are what `flaptrap prove` has written of real routers: read from a folder, and said for the release that is asked for. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FlaptrapError } from '../errors.ts';
import { DOUBTS } from '../lab/doubts/index.ts';
import { plainLine, plainName } from '../plain-text.ts';
import type { Card } from '../run/prove.ts';

const CARD = z.object({
  schema: z.literal('flaptrap.card/1'),
  platform: z.string(),
  release: z.string(),
  at: z.string(),
  trials: z.array(z.object({ belief: z.string(), held: z.boolean().nullable(), lines: z.array(z.string()) })),
});
type ReadCard = z.infer<typeof CARD>;

/** None where there is no such folder; throws `input` for a file that is no card. */
export function readCards(folder = 'docs/proven'): ReadCard[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => readCard(join(folder, name)));
}

function readCard(path: string): ReadCard {
  try {
    return CARD.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new FlaptrapError('input', `${path} is no card of flaptrap prove`, {
      cause,
      next: 'take it out of that folder, or write it anew',
    });
  }
}

/** A card of the same platform and release replaces the one before. Gives its path. */
export function writeCard(folder: string, card: Card): string {
  const release = /Version (?<number>[^\s,]+)/.exec(card.release)?.groups?.['number'] ?? 'unknown';
  const path = join(folder, `${plainName(`${card.platform}-${release}`)}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify(card, null, 2)}\n`);
  return path;
}

/** In one line: how many hold, and which do not. */
export function sayCard({ platform, release, trials }: Pick<ReadCard, 'platform' | 'release' | 'trials'>): string {
  const ids = (held: boolean): string[] => trials.filter((each) => each.held === held).map(({ belief }) => belief);
  const false_ = ids(false).length === 0 ? 'none is false' : `false: ${ids(false).join(', ')}`;
  return plainLine(`proven on ${platform}, ${release}: ${ids(true).length} of ${Object.keys(DOUBTS).length} beliefs hold, ${false_}`);
}

/** What is proven for the release of a router. */
export function sayProven(cards: readonly ReadCard[], router: { hostname: string; platform: string; version: string }): string[] {
  const mine = cards.filter(({ platform, release }) => platform === router.platform && release === router.version);
  return mine.map((card) => plainLine(`${router.hostname}: ${sayCard(card)}`));
}
