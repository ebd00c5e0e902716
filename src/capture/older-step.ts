/** An older step is one that a version without kinds stored: its kind is read from its id, here and nowhere else, so that it can still be undone. */
import { z } from 'zod';

const OLDER_STEP = z.looseObject({
  kind: z.undefined().optional(),
  id: z.string(),
  lines: z.array(z.string()),
  undo: z.looseObject({ lines: z.array(z.string()) }),
});
type OlderStep = z.infer<typeof OLDER_STEP>;

/** Anything else is given back as it is: the schema of a step says what is wrong with it. */
export function withKind(value: unknown): unknown {
  const { data } = OLDER_STEP.safeParse(value);
  return data === undefined ? value : { ...data, ...kindOf(data) };
}

function kindOf({ id, lines, undo }: OlderStep): object {
  if (id === 'logging') return { kind: 'logging', bufferBytes: lines.length === 0 ? null : Number(/\d+/.exec(lines.join())?.[0]) };
  if (id === 'condition') return { kind: 'condition', ...withMark('cond-', lastWord(lines), 'remote') };
  if (id.startsWith('debug-')) return { kind: 'debug', ...withMark('rec-', id.replace('debug-', ''), 'family') };
  return { kind: 'applet', role: id.toUpperCase(), applet: lastWord(undo.lines) };
}

/** The first versions wrote no mark down. */
function withMark(prefix: string, what: string, field: string): object {
  return { [field]: what, mark: `${prefix}${what}` };
}

function lastWord(lines: readonly string[]): string {
  return lines.join(' ').split(' ').at(-1) ?? '';
}
