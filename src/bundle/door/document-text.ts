/** A document's text is the XML of a word processor: its paragraphs are lines, and all that tells how they look goes. */
import type { Page } from './page.ts';

/** `<w:p …>` of ECMA-376, `<text:p …>` of OpenDocument, behind the first line of every XML. [C] */
const DOCUMENT = /<(?:w:document|office:document-content)[\s>]/;
/** What was taken out again, and what the program computes. [C] ECMA-376 17.13.5, 17.16.23 */
const UNSHOWN = /<w:(?:delText|instrText)(?:\s[^<>]{0,200})?>[^<]*<\//g;
const CHANGES = ['<text:tracked-changes', '</text:tracked-changes>'] as const;
const LINE_END = /<(?:w:br|w:cr|text:line-break)\b[^>]{0,200}\/>|<\/(?:w:p|text:p|text:h)>|<(?:w:p|text:p|text:h)(?:\s[^>]{0,400})?\/>/g;
const TAB = /<(?:w:tab|text:tab)(?:\s[^>]{0,200})?\/>/g;
/** `<text:s text:c="3"/>`: blanks in a row. [C] OpenDocument 1.2 6.1.3 */
const BLANKS = /<text:s(?:\s+text:c="(\d{1,3})")?\s*\/>/g;
const HEAD_CHARACTERS = 4000;

/** Undefined when the page is none; its text still has entities in it. */
export function textOfDocument({ path, lines, done }: Page): Page | undefined {
  if (!/^\s*<\?xml\s/.test(lines[0] ?? '') || !DOCUMENT.test(lines.slice(0, 3).join('\n').slice(0, HEAD_CHARACTERS))) return undefined;
  const text: Page = {
    path,
    lines: [],
    numbers: [],
    done: [...done, 'the text of a document was taken out of it, its paragraphs counted as lines'],
  };
  const shown = withoutChanges(lines.join(''))
    .replace(UNSHOWN, '</')
    .replace(BLANKS, (_, count: string | undefined) => ' '.repeat(Number(count ?? 1)))
    .replace(TAB, '\t');
  for (const paragraph of shown.split(LINE_END)) {
    text.lines.push(paragraph.replace(/<[^<>]*>/g, ''));
    text.numbers.push(text.lines.length);
  }
  return text;
}

/** They stand once, before the text. [C] OpenDocument 1.2 5.5.1 */
function withoutChanges(text: string): string {
  const [from, to] = [text.indexOf(CHANGES[0]), text.indexOf(CHANGES[1])];
  return from === -1 || to < from ? text : text.slice(0, from) + text.slice(to + CHANGES[1].length);
}
