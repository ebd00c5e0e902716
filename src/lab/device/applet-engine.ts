/** The applet engine as its router and its commands see it: the applets that are registered, their runs so far, and what may be asked of it. */
import type { Applet, EventStatement } from '../../applet/model.ts';

export interface HistoryEntry {
  number: number;
  name: string;
  eventType: string;
  atMs: number;
  result: 'success' | 'abort' | 'pending';
}

export interface AppletEngine {
  readonly registered: readonly { applet: Applet; registeredAtMs: number }[];
  readonly applets: readonly Applet[];
  readonly history: readonly HistoryEntry[];
  readonly environment: Record<string, string>;
  /** All applets as the running configuration shows them. */
  print(): string[];
  /** The lines of one applet; none when it is not registered. */
  printOne(name: string): string[];
  register(applet: Applet): void;
  /** False when there is no such applet. */
  unregister(name: string): boolean;
  /** As after a reload: what the configuration holds is registered anew, and nothing runs. */
  restart(configuration: string): void;
  /** A message was logged. */
  hear(message: string): void;
  /** `event manager run NAME`; undefined when there is no such applet for it. */
  runByHand(name: string): Promise<void> | undefined;
  /** As if that event had come; ends when the applet has ended, or maxrun has killed it. */
  run(applet: Applet, event: EventStatement, variables: Record<string, string>): Promise<void>;
}
