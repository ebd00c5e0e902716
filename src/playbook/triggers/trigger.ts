/** A trigger is what springs the trap: the event statement of the watching applet, what it makes sure of first, and the messages that prove its pattern. */

/** The two ends as the watching router sees them. */
export interface Ends {
  /** destaddr of the message. */
  local: string;
  /** srcaddr of the message, when nothing has changed. */
  remote: string;
}

/** What the template writes behind ` event `; `none` waits for `event manager run`. */
export type Detector =
  /** `source` takes out of the message who sent the packet, by its one group; the applet compares that, as a word, with the addresses that it knows. */
  | { syslog: { pattern: string; source?: string | undefined } }
  | { watchdog: { seconds: number } }
  | { notification: { oid: string; value: string } }
  | { none: true };

/** What the applet makes sure of before it freezes; otherwise it ends, and may spring again. */
export type Confirmation =
  /** The SPI of the message stands in the log at least twice. */
  | { repeated: true }
  /** The figures that the command prints behind the patterns have together grown by so many packets over this time. */
  | { growing: { command: string; patterns: readonly string[]; packets: number; waitSeconds: number } };

export interface Trigger {
  id: string;
  title: string;
  /** Platforms on which it can spring; all of them when absent. */
  platforms?: readonly string[] | undefined;
  /** Configuration that must already be there, for whoever plans. */
  needs?: string | undefined;
  confirmation?: Confirmation | undefined;
  /** `signal` is the number by which the two ends of one capture call each other. */
  detector(ends: Ends, signal: number): Detector;
  /** Messages that must spring it and must not, for the same ends; both empty when no message springs it. */
  samples(ends: Ends): { spring: readonly string[]; ignore: readonly string[] };
}
