/** A story is what several incidents have in common: one cause and one chain, told once with its list of SPIs. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { Chain } from './chain.ts';
import type { Confidence } from './confidence.ts';

export interface Story {
  cause: CauseId | 'unknown';
  /** That of the least sure of its incidents. */
  confidence: Confidence;
  chain: { forgot: Chain['forgot']['how']; told: Chain['told']['how']; sends: Chain['sends']['how'] };
  /** Indices into the report's incidents. */
  incidents: number[];
  spis: EspSpi[];
}

/** What of a judged incident makes its story. */
interface Told {
  spi: EspSpi;
  receiver: Side;
  cause: { id: Story['cause']; confidence: Confidence };
  chain: Chain;
}

const SURENESS: readonly Confidence[] = ['certain', 'likely', 'possible'];

export function storiesOf(incidents: readonly Told[]): Story[] {
  const stories = new Map<string, Story>();
  for (const [index, { cause, chain, spi, receiver }] of incidents.entries()) {
    const { forgot, told, sends } = chain;
    const key = [cause.id, receiver, forgot.how, told.how, sends.how].join(' ');
    const known = stories.get(key);
    if (known === undefined) {
      const links = { forgot: forgot.how, told: told.how, sends: sends.how };
      stories.set(key, { cause: cause.id, confidence: cause.confidence, chain: links, incidents: [index], spis: [spi] });
      continue;
    }
    known.incidents.push(index);
    if (!known.spis.includes(spi)) known.spis.push(spi);
    if (SURENESS.indexOf(cause.confidence) > SURENESS.indexOf(known.confidence)) known.confidence = cause.confidence;
  }
  return [...stories.values()];
}
