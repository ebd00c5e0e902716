/** A trigger is what springs the trap: the event statement of the watching applet, and the messages that prove its pattern. */

/** The two ends as the watching router sees them. */
export interface Ends {
  /** destaddr of the message. */
  local: string;
  /** srcaddr of the message. */
  remote: string;
}

/** What the template writes behind ` event `; `none` waits for `event manager run`. */
export type Detector = { syslog: { pattern: string } } | { none: true };

export interface Trigger {
  id: string;
  title: string;
  detector(ends: Ends): Detector;
  /** Messages that the pattern must match and must not match, for the same ends; both empty when there is no pattern. */
  samples(ends: Ends): { spring: readonly string[]; ignore: readonly string[] };
}
