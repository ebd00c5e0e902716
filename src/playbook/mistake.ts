/** A mistake is what is wrong with a playbook, and the path of keys that leads to it; its line and column are found from that. */
export interface Mistake {
  path: readonly PropertyKey[];
  /** When the key itself is meant, not its value. */
  key?: string | undefined;
  /** A warning is of what can work and seldom does; an error when left out. */
  severity?: 'error' | 'warning' | undefined;
  summary: string;
  detail?: string | undefined;
}
