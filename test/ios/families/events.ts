/** Events are what a log of these lines says, read as the log of one side. */
import { readLog } from '../../../src/ios/log/log.ts';
import type { Event } from '../../../src/ipsec/event.ts';

export function events(...lines: string[]): Event[] {
  return readLog(lines.join('\n'), { side: 'a', file: 'show_logging.txt', year: 2025 }).events;
}

export function of<Kind extends Event['kind']>(kind: Kind, list: readonly Event[]): Extract<Event, { kind: Kind }>[] {
  return list.filter((event): event is Extract<Event, { kind: Kind }> => event.kind === kind);
}

export function quickModeSent(id: number): string[] {
  return [
    `ISAKMP: (1003):beginning Quick Mode exchange, M-ID of ${id}`,
    'ISAKMP: (1003): sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE      ',
  ];
}
