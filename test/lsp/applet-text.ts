/** A text with a mark where the cursor is: the document without it, and the position. */
import { type AppletDocument, type Position, type Range, readApplets } from '../../src/lsp/document.ts';

export function marked(text: string): { document: AppletDocument; position: Position; text: string } {
  const at = text.indexOf('¦');
  const before = text.slice(0, at).split('\n');
  const whole = text.replace('¦', '');
  return {
    document: readApplets(whole, 'router.cfg'),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    text: whole,
  };
}

/** What stands in a range of one line. */
export function textIn({ lines }: AppletDocument, { start, end }: Range): string {
  return (lines[start.line] ?? '').slice(start.character, end.character);
}
