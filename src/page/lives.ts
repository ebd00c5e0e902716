/** Lives are the two halves of each SA, what its receiver and its sender knew when, and the moment from which they no longer agree. */
import type { ChildSa, SaLife } from '../timeline/model.ts';
import type { Plot } from './plot.ts';

/** Refs of its first and last event at one end; null where the record shows none. */
export interface Half {
  from: number | null;
  to: number | null;
}

export interface Life {
  sa: ChildSa;
  receiver: Half;
  sender: Half;
  /** The event with which one end let it go while the other, as far as is recorded, went on. */
  parts: { ref: number; gone: 'receiver' | 'sender' } | undefined;
}

export function livesOf({ picture, at, isB }: Plot): Life[] {
  const { offsetMs } = picture.verdict.clock;
  const common = (ref: number): number => (at[ref] ?? Number.NaN) - (isB[ref] === 1 ? (offsetMs ?? Number.NaN) : 0);
  return picture.childSas.map((sa) => ({ sa, receiver: halfOf(sa.inbound), sender: halfOf(sa.outbound), parts: partingOf(sa, common) }));
}

function halfOf({ requested, created, installed, enabled, switched, deleted }: SaLife): Half {
  return { from: requested ?? created ?? installed ?? enabled ?? switched, to: deleted };
}

/** As long as a DELETE needs to travel and be acted upon, they have not parted. */
const TOGETHER_MS = 1000;

function partingOf({ inbound, outbound }: ChildSa, common: (ref: number) => number): Life['parts'] {
  const [r, s] = [inbound.deleted, outbound.deleted];
  if (r === null && s === null) return undefined;
  if (r !== null && s !== null) {
    const apart = common(s) - common(r);
    // Without a common clock nobody knows who was first.
    if (Number.isNaN(apart) || Math.abs(apart) <= TOGETHER_MS) return undefined;
    return apart > 0 ? { ref: r, gone: 'receiver' } : { ref: s, gone: 'sender' };
  }
  const isGone = r === null ? 'sender' : 'receiver';
  // An end whose record shows nothing of the SA may have let it go as well.
  if (halfOf(r === null ? inbound : outbound).from === null) return undefined;
  return { ref: r ?? s ?? 0, gone: isGone };
}

/** All events that speak of an SA: those that name its SPI, its life at both ends, its DELETEs and the messages that carried them. */
export function refsOfSa({ picture, spi }: Plot, wanted: number): ReadonlySet<number> {
  const refs = new Set<number>();
  for (let ref = 0; ref < spi.length; ref += 1) if (spi[ref] === wanted) refs.add(ref);
  const name = picture.events.spis[wanted];
  for (const sa of picture.childSas) {
    if (sa.spi !== name) continue;
    const halves = [...Object.values(sa.inbound), ...Object.values(sa.outbound)] as (number | null)[];
    for (const ref of [...halves, ...sa.deleteSent, ...sa.deleteReceived, ...sa.deleteUnsendable, ...sa.deleteAcknowledged])
      if (ref !== null) refs.add(ref);
  }
  for (const message of messagesBeside(picture.messages, refs)) refs.add(message);
  return refs;
}

/** A DELETE's own line stands beside the message that carried it. */
const BESIDE = 2;

function messagesBeside({ sent, received }: { sent: (number | null)[]; received: (number | null)[] }, refs: ReadonlySet<number>): number[] {
  const near = (ref: number | null): boolean => {
    if (ref === null) return false;
    for (let step = -BESIDE; step <= BESIDE; step += 1) if (refs.has(ref + step)) return true;
    return false;
  };
  return sent.flatMap((ref, index) => {
    const other = received[index] ?? null;
    return near(ref) || near(other) ? [ref, other].filter((each) => each !== null) : [];
  });
}
