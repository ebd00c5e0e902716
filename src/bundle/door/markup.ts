/** Markup is what a mail or a page of the web that was saved as it is has around each line: tags go, entities become what they stand for. */
import { ENTITY, withoutEntities } from '../entities.ts';
import { textOfDocument } from './document-text.ts';
import { mapLines, type Page } from './page.ts';
import { textOfRichText } from './rich-text.ts';

/** `<br>`, `</p>`, `</div>`, `</tr>`: where a page of the web ends a line. */
export const MARKUP_BREAK = /<br ?\/?>|<\/(?:p|div|tr|li|pre|td|span)>/gi;
/** A tag, of which the first of a page tells that it is one: `<189>` and `<removed>` are none. */
export const MARKUP =
  /<!?\/?(?:html|head|body|meta|p|div|pre|code|span|table|tbody|tr|td|th|ul|ol|li|font|b|i|o:p|a|br)(?:\s[^<>=]{0,40}=[^<>]{0,400})?\s?\/?>/gi;
/** One tag may be a word in a ticket. */
const MARKUP_MIN = 2;
/** What is marked up is so from its beginning; a single `<pre>` is closed at the very end. */
const SAMPLE_LINES = 400;
const SAMPLE_CHARACTERS = 50_000;
const END_LINES = 5;
const END_CHARACTERS = 2000;
const JSON_START = /^\s*(?:\[\s*(?:\{|$)|\{\s*(?:"|$))/;

/** `<wbr>`, `&shy;`: where a page of the web may break a word; it stands within names and numbers, and shows nothing. [C HTML 4.5.28] */
export const BREAK_MARK = /<wbr ?\/?>|&(?:shy|ZeroWidthSpace|zwn?j|NoBreak|#173|#8203|#x(?:ad|200b));/gi;

function unbreakWords(page: Page): Page {
  const isMarked = page.lines.some((line) => (line.includes('<') || line.includes('&')) && line.search(BREAK_MARK) !== -1);
  return isMarked ? mapLines(page, (line) => line.replace(BREAK_MARK, ''), 'marks of where a word may break were taken out') : page;
}

/** A mail or a page of the web that was saved as it is. */
export function unmark(marked: Page): Page {
  const page = unbreakWords(marked);
  // In a value of JSON it stands within texts, which are taken out first.
  if (JSON_START.test(page.lines.find((line) => line.trim() !== '') ?? '')) return page;
  const rich = textOfRichText(page);
  if (rich !== undefined) return rich;
  const text = textOfDocument(page);
  if (text !== undefined) return { ...text, lines: text.lines.map((line) => withoutEntities(line)) };
  const end = page.lines.slice(-END_LINES).join('\n').slice(-END_CHARACTERS);
  const sample = `${page.lines.slice(0, SAMPLE_LINES).join('\n').slice(0, SAMPLE_CHARACTERS)}\n${end}`;
  // What is opened is closed somewhere: a word between angle brackets may stand for an address.
  const tags = sample.search(MARKUP_BREAK) !== -1 ? [...sample.matchAll(MARKUP)].length : 0;
  if (tags < MARKUP_MIN && (!sample.includes('&') || [...sample.matchAll(ENTITY)].length === 0)) return page;
  const bare: Page = { ...page, lines: [], numbers: [], done: [...page.done, 'its markup was taken off'] };
  page.lines.forEach((line, at) => {
    for (const part of tags < MARKUP_MIN ? [line] : line.replace(MARKUP_BREAK, '\n').replace(MARKUP, '').split('\n')) {
      bare.lines.push(withoutEntities(part));
      bare.numbers.push(page.numbers[at] ?? 0);
    }
  });
  return bare;
}
