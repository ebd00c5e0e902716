/** A shape is one form that a line's body takes: the word it begins with, its pattern, and the event it stands for. */

export interface Shape<Context> {
  /** First word of the body, up to the first blank; the patterns of one word are tried in order. */
  word: string;
  pattern: RegExp;
  /** What the pattern never does without, where that is found sooner. */
  hint?: string;
  read(match: RegExpExecArray, context: Context): void;
}

/** By a figure made of the word's beginning, so that no word of a line need be cut out: most are none of these. */
export type ShapeTable<Context> = ReadonlyMap<number, readonly Word<Context>[]>;

interface Word<Context> {
  word: string;
  shapes: Shape<Context>[];
}

export function tableOf<Context>(shapes: readonly Shape<Context>[]): ShapeTable<Context> {
  const table = new Map<number, Word<Context>[]>();
  for (const shape of shapes) {
    const figure = figureOf(shape.word);
    const words = table.get(figure) ?? [];
    table.set(figure, words);
    const known = words.find(({ word }) => word === shape.word);
    if (known === undefined) words.push({ word: shape.word, shapes: [shape] });
    else known.shapes.push(shape);
  }
  return table;
}

/** The shapes that begin with the body's first word; undefined when none does. */
export function shapesOf<Context>(table: ShapeTable<Context>, body: string): readonly Shape<Context>[] | undefined {
  const words = table.get(figureOf(body));
  if (words === undefined) return undefined;
  for (const { word, shapes } of words) if (body.startsWith(word) && !(body.charCodeAt(word.length) > BLANK)) return shapes;
  return undefined;
}

/** Reads the body with the first shape that fits, if one does. */
export function readShape<Context>(shapes: readonly Shape<Context>[] | undefined, body: string, context: Context): void {
  if (shapes === undefined) return;
  for (const { pattern, hint, read } of shapes) {
    if (hint !== undefined && !body.includes(hint)) continue;
    const match = pattern.exec(body);
    if (match === null) continue;
    read(match, context);
    return;
  }
}

/** Of the first word, or what it begins with: few begin alike. */
function figureOf(body: string): number {
  let figure = 0;
  const end = Math.min(body.length, FIGURE_CHARACTERS);
  for (let index = 0; index < end; index += 1) {
    const code = body.charCodeAt(index);
    if (code <= BLANK) break;
    figure = (Math.imul(figure, 31) + code) | 0;
  }
  return figure;
}

const FIGURE_CHARACTERS = 6;
/** Blanks, tabs and line ends are all below it. */
const BLANK = 32;
