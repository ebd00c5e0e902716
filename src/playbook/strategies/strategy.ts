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
  /** Whether event traces are enabled: `beside` the debugs where the release has them, or `alone`. */
  tracing: 'none' | 'beside' | 'alone';
  /** Saved after the tail. */
  records: readonly string[];
}
