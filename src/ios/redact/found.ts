/** A find is a span of a text that must go, and the kind of thing that it gives away. */
export type RedactedKind = 'secret' | 'user' | 'address' | 'name';

export interface Found {
  start: number;
  end: number;
  kind: RedactedKind;
}

/** In order and without overlap: of two that meet, a secret swallows the other, else the earlier one stays. */
export function inOrder(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const each of [...found].sort((one, two) => one.start - two.start || two.end - one.end)) {
    const last = kept.at(-1);
    if (last === undefined || each.start >= last.end) kept.push({ ...each });
    else if (each.kind === 'secret') {
      last.kind = 'secret';
      last.end = Math.max(last.end, each.end);
    }
  }
  return kept;
}
