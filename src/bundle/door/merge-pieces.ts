/** Two pieces of one record become one: a message that both have ties them together, and between two such the stamps tell. */
import type { Message } from './messages.ts';

interface Placed {
  message: Message;
  /** Never runs backwards; what has no stamp stays with what stands above it. */
  at: number;
}

/** `above` as it was put together already; of what `below` has again one stands. */
export function mergePieces(above: readonly Message[], below: readonly Message[], repeats: ReadonlySet<Message>): Message[] {
  const twins = twinsOf(above, below, repeats);
  const pending = new Set(twins.values());
  const base = placed(above);
  const merged: Message[] = [];
  let next = 0;
  for (const { message, at } of placed(below)) {
    const twin = twins.get(message);
    if (twin !== undefined) {
      for (; next < base.length && pending.has(twin); next += 1) take(base[next], message, twin);
      continue;
    }
    // The order of the piece below stands: what it has again waits for its place in it.
    for (; next < base.length && isBefore(base[next], at); next += 1) take(base[next]);
    if (!repeats.has(message)) merged.push(message);
  }
  for (; next < base.length; next += 1) take(base[next]);
  return merged;

  function take(each: Placed | undefined, own?: Message, twin?: Message): void {
    if (each === undefined) return;
    pending.delete(each.message);
    // Without its number a message would seem to be missing.
    const isBarer = each.message === twin && each.message.sequence === undefined && own?.sequence !== undefined;
    merged.push(isBarer ? own : each.message);
  }

  function isBefore(each: Placed | undefined, at: number): boolean {
    return each !== undefined && each.at < at && !pending.has(each.message);
  }
}

function placed(messages: readonly Message[]): Placed[] {
  let latest = messages.find(({ at }) => at !== undefined)?.at ?? 0;
  return messages.map((message) => {
    latest = Math.max(latest, message.at ?? latest);
    return { message, at: latest };
  });
}

/** Of each that stands again the one above, in their order. */
function twinsOf(above: readonly Message[], below: readonly Message[], repeats: ReadonlySet<Message>): Map<Message, Message> {
  const known = new Map<string, Message[]>();
  for (const each of above) if (each.key !== undefined) known.set(each.key, [...(known.get(each.key) ?? []), each]);
  const twins = new Map<Message, Message>();
  for (const each of below) {
    const twin = repeats.has(each) && each.key !== undefined ? known.get(each.key)?.shift() : undefined;
    if (twin !== undefined) twins.set(each, twin);
  }
  return twins;
}
