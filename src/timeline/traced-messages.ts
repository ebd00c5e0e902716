/** The event trace prints no id with an IKEv2 message: it is named by the child SA that it makes or deletes, whose SPI both peers print. [C GENIE] */
import type { ChildSaEvent, DeleteEvent, MessageEvent } from '../ipsec/event.ts';
import type { RecordedEvent } from './clock-step.ts';
import { recordedOf } from './grouped.ts';
import type { PeerRecord } from './record.ts';

/** From a request to the SA that it makes, at most. [L] */
const MAKING_MS = 2000;
/** A DELETE and the packet that carries it are printed at once. [L: two prints of one trace differ by 2-3 ms] */
const AT_ONCE_MS = 5;

type Timed<Kind> = { event: Kind; baseAt: number };

/** The record with `subject` set on each message that only a trace shows. */
export function nameTraced(record: PeerRecord): PeerRecord {
  if (!recordedOf(record.events, 'message').some(({ event }) => isNameless(event))) return record;
  const created = timed(record.events, (event): event is ChildSaEvent => event.kind === 'child-sa' && event.change === 'created');
  const deletes = timed(record.events, (event): event is DeleteEvent => event.kind === 'delete' && event.what === 'child-sa');
  const events = record.events.map((recorded) => {
    const { event, baseAt } = recorded;
    if (event.kind !== 'message' || !isNameless(event) || baseAt === null) return recorded;
    const subject = event.exchange === 'informational' ? deletedBy(event, baseAt, deletes) : madeBy(event, baseAt, created);
    return subject === undefined ? recorded : { ...recorded, event: { ...event, subject } };
  });
  return { ...record, events };
}

function isNameless({ version, messageId, message }: MessageEvent): boolean {
  return version === 2 && messageId === undefined && message !== undefined;
}

function timed<Kind extends RecordedEvent['event']>(
  events: readonly RecordedEvent[],
  is: (event: RecordedEvent['event']) => event is Kind,
): Timed<Kind>[] {
  return events.flatMap(({ event, baseAt }) => (is(event) && baseAt !== null ? [{ event, baseAt }] : []));
}

/** The pair that is made right behind a request, or around an answer; with two pairs in question neither is. */
function madeBy({ exchange, message }: MessageEvent, at: number, created: readonly Timed<ChildSaEvent>[]): string | undefined {
  if (exchange !== 'create-child-sa' && exchange !== 'ike-auth') return undefined;
  const near = created.filter(({ baseAt }) => {
    const after = baseAt - at;
    return after <= MAKING_MS && after >= (message === 'request' ? 0 : -MAKING_MS);
  });
  const spis = [...new Set(near.flatMap(({ event }) => event.spi ?? []))].sort();
  return spis.length === 2 ? spis.join(' ') : undefined;
}

function deletedBy({ direction, message }: MessageEvent, at: number, deletes: readonly Timed<DeleteEvent>[]): string | undefined {
  if (message !== 'request') return undefined;
  const spis = new Set(
    deletes.flatMap(({ event, baseAt }) =>
      event.change === direction && event.spi !== undefined && Math.abs(baseAt - at) <= AT_ONCE_MS ? [event.spi] : [],
    ),
  );
  const [spi] = spis;
  return spis.size === 1 ? spi : undefined;
}
