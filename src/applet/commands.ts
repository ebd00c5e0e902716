/** The commands of an applet: what its `cli` actions type, in the order in which they run. */
import type { Action, Applet } from './model.ts';
import { inRunOrder } from './order.ts';

export interface TypedCommand {
  /** Without the `do` that may stand in front of it. */
  command: string;
  action: Action<'cli'>;
}

export function commandsOf(applet: Applet): TypedCommand[] {
  return inRunOrder(applet.actions).flatMap((action) =>
    action.verb === 'cli' ? [{ command: (action.fields.command ?? '').trim().replace(/^do\s+/i, ''), action }] : [],
  );
}
