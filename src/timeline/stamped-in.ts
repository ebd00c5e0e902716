/** Stamped in says in which zone a record's stamps were read, whose they are, who says so, and whether anybody can know it. */

export interface StampedIn {
  /** Zones that the stamps print; none when they print none. */
  printed: string[];
  /** Minutes east of UTC that stamps without a zone were read by; null when nobody says, and they stand as printed. */
  minutes: number | null;
  /** In words: `its stamps say EST`, `by show clock, CET`, `by its configuration, UTC`, `not known: …`. */
  why: string;
  isKnown: boolean;
  /** Whose time the stamps are: the device's clock, its uptime, or the clock of the relay that took its messages. */
  by: 'device' | 'uptime' | 'relay';
}
