/** A trigger is what springs the trap: the event statement of the watching applet, what it makes sure of first, and the messages that prove its pattern. */

/** The two ends as the watching router sees them. */
export interface Ends {
  /** destaddr of the message. */
  local: string;
  /** srcaddr of the message. */
  remote: string;
}

/** What the template writes behind ` event `; `none` waits for `event manager run`. */
export type Detector =
  /** `neighbour` tells messages that match only because another address begins with the same digits. */
  | { syslog: { pattern: string; neighbour?: string | undefined } }
  | { watchdog: { seconds: number } }
  | { notification: { oid: string; value: string; source: string } }
  | { none: true };

/** What the applet makes sure of before it freezes; otherwise it ends, and may spring again. */
export type Confirmation =
  /** The SPI of the message stands in the log at least twice once this time has gone. */
  | { repeated: { waitSeconds: number } }
  /** The figure that the command prints behind the pattern has grown over this time. */
  | { growing: { command: string; pattern: string; waitSeconds: number } };

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
  /** Messages that the pattern must match and must not match, for the same ends; both empty when there is no pattern. */
  samples(ends: Ends): { spring: readonly string[]; ignore: readonly string[] };
}
