/** A strategy is how the record comes about: what runs while armed, what the trigger starts, and what it saves. */

export interface Strategy {
  id: string;
  title: string;
  /** Platforms on which it works; all of them when absent. */
  platforms?: readonly string[] | undefined;
  /** True when the debugs run while armed, and the trigger ends them. */
  hasStandingDebugs: boolean;
  /** True when the trigger starts the debugs: the cause is then not on record. */
  startsDebugs: boolean;
  /** Saved after the tail. */
  records: readonly string[];
}
