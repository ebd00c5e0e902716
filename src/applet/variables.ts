/** The variables that an applet writes itself. */
import type { Applet } from './model.ts';
import type { Syntax } from './syntax.ts';
import { VERBS } from './verbs/index.ts';

export function writtenBy({ actions }: Applet): string[] {
  return actions.flatMap(({ verb, fields }) => {
    const syntax: Syntax = (VERBS as Readonly<Record<string, { syntax: Syntax }>>)[verb]?.syntax ?? [];
    return syntax.flatMap((part) =>
      'kind' in part && part.kind.role === 'variable' && typeof fields[part.field] === 'string' ? [String(fields[part.field])] : [],
    );
  });
}
