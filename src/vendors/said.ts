/** What the vendors that name SAs by pairs of SPIs say in common: an SA pair made, an SA gone, an unknown SPI. */
import type { LogEntry } from '../ios/log/entry.ts';
import type { LogSession } from '../ios/log/session.ts';
import { readAddress } from '../ipsec/address.ts';
import type { ChildSaEvent } from '../ipsec/event.ts';
import { type EspSpi, parseHexSpi } from '../ipsec/spi.ts';

export interface Said {
  entry: LogEntry;
  session: LogSession;
}

/** As printed, each where it is printed. */
export interface Printed {
  inbound?: string | undefined;
  outbound?: string | undefined;
  local?: string | undefined;
  remote?: string | undefined;
  messageId?: number | undefined;
  reason?: string | undefined;
}

type Ends = Pick<ChildSaEvent, 'local' | 'remote' | 'messageId' | 'reason'>;

export function sayMade(said: Said, printed: Printed): void {
  for (const [direction, spi] of spisOf(printed)) {
    said.session.directions.set(spi, direction);
    for (const change of ['created', 'installed'] as const) sayChild(said, { change, spi, direction, ...endsOf(printed) });
  }
}

export function sayGone(said: Said, printed: Printed): void {
  for (const [direction, spi] of spisOf(printed)) sayChild(said, { change: 'deleted', spi, direction, ...endsOf(printed) });
}

function sayChild({ entry, session }: Said, event: Pick<ChildSaEvent, 'change' | 'spi' | 'direction'> & Ends): void {
  session.emit({ kind: 'child-sa', ...event, ...session.base(entry) });
}

function endsOf({ local, remote, messageId, reason }: Printed): Ends {
  return { local: readAddress(local), remote: readAddress(remote), messageId, reason };
}

function spisOf({ inbound = '', outbound = '' }: Printed): ['inbound' | 'outbound', EspSpi][] {
  const [first, second] = [parseHexSpi(inbound), parseHexSpi(outbound)];
  return [
    ...(first === undefined ? [] : [['inbound', first] as const]),
    ...(second === undefined ? [] : [['outbound', second] as const]),
  ].map(([direction, spi]) => [direction, spi]);
}

/** ESP that came, and no SA of this device for it. */
export function sayUnknownSpi(
  { entry, session }: Said,
  printed: { spi: string; source?: string | undefined; destination?: string | undefined },
): void {
  const spi = parseHexSpi(printed.spi);
  if (spi === undefined) return;
  const ends = { source: readAddress(printed.source), destination: readAddress(printed.destination) };
  session.emit({ kind: 'invalid-spi', spi, protocol: ESP, ...ends, ...session.base(entry) });
}

const ESP = 50;
