/** The commands of an applet: what its `cli` actions type, in the order in which they run. */
import type { Action, Applet } from './model.ts';
import { inRunOrder } from './order.ts';

export interface TypedCommand {
  /** As the router hears it. */
  typed: string;
  /** Without the `do` that may stand in front of it. */
  command: string;
  action: Action<'cli'>;
}

export function commandsOf({ actions }: Applet): readonly TypedCommand[] {
  const known = cache.get(actions);
  if (known?.length === actions.length) return known.commands;
  const commands = inRunOrder(actions).flatMap((action) => {
    if (action.verb !== 'cli') return [];
    const typed = (action.fields.command ?? '').trim();
    return [{ typed, command: typed.replace(/^do\s+/i, ''), action }];
  });
  cache.set(actions, { length: actions.length, commands });
  return commands;
}

/** Many lints ask for the same; an applet that has grown is asked again. */
const cache = new WeakMap<readonly Action[], { length: number; commands: readonly TypedCommand[] }>();
