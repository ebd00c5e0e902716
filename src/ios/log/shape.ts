/** A shape is one form that a line's body takes: the word it begins with, its pattern, and the event it stands for. */

export interface Shape<Context> {
  /** First word of the body, up to the first blank; the patterns of one word are tried in order. */
  word: string;
  pattern: RegExp;
  read(match: RegExpExecArray, context: Context): void;
}

export type ShapeTable<Context> = ReadonlyMap<string, readonly Shape<Context>[]>;

export function tableOf<Context>(shapes: readonly Shape<Context>[]): ShapeTable<Context> {
  const table = new Map<string, Shape<Context>[]>();
  for (const shape of shapes) table.set(shape.word, [...(table.get(shape.word) ?? []), shape]);
  return table;
}

/** The shapes that begin with the body's first word; undefined when none does. */
export function shapesOf<Context>(table: ShapeTable<Context>, body: string): readonly Shape<Context>[] | undefined {
  return table.get(firstWord(body));
}

/** Reads the body with the first shape that fits, if one does. */
export function readShape<Context>(shapes: readonly Shape<Context>[] | undefined, body: string, context: Context): void {
  if (shapes === undefined) return;
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(body);
    if (match === null) continue;
    read(match, context);
    return;
  }
}

function firstWord(body: string): string {
  for (let index = 0; index < body.length; index += 1) if (body.charCodeAt(index) <= BLANK) return body.slice(0, index);
  return body;
}

/** Blanks, tabs and line ends are all below it. */
const BLANK = 32;
