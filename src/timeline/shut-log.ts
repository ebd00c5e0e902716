/** A shut log is one file of a record that could not have held a message of an unknown SPI, and why. */
import type { Shut } from '../ios/log-shut.ts';

/** `went`: messages that went to the buffer, where `show logging` counts them. */
export type ShutLog = { file: string } & (
  | (Shut & { at: 'buffer' | 'servers' })
  | { by: 'filtered'; command: string }
  /** `counted`: what shows such packets there. */
  | { by: 'vendor'; title: string; counted: string }
  | { by: 'short'; lastsMs: number }
  /** `answer`: what the router said instead of its log. */
  | { by: 'refused'; answer: string }
  | { by: 'trace' }
  /** Its archive or its copy breaks off: the message may have been behind that. */
  | { by: 'cut' }
  /** `router`: the address or the name by which it calls itself. */
  | { by: 'elsewhere'; router: string }
  | { by: 'empty'; went: number | null }
  | { by: 'severe'; messages: number }
  | { by: 'lossy'; lost: number; went: number }
  | { by: 'brief'; messages: number; went: number; lastsMs: number }
);
