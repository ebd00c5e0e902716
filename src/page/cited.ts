/** A cited line is a fact's proof: whose it is, what it says, and with a press the file around it. */
import type { Citation } from '../ipsec/citation.ts';
import { locatorOf, pathOf } from '../report/picture/texts.ts';
import { el } from './elements.ts';
import type { Looking } from './looking.ts';

const LOCATORS = new WeakMap<Looking, ReturnType<typeof locatorOf>>();

function locate(looking: Looking, cited: Citation) {
  const locator = LOCATORS.get(looking) ?? locatorOf(looking.picture.texts);
  LOCATORS.set(looking, locator);
  return locator(cited);
}

export function citedLine(looking: Looking, cited: Citation): HTMLElement {
  const place = locate(looking, cited);
  const { name } = looking.picture.verdict.tunnel[cited.side];
  const where = `${name} \u00b7 ${pathOf(cited.side, cited.file)}:${cited.line}`;
  const source =
    place === undefined
      ? el('span', { class: 'where' }, where)
      : el('button', { class: 'link where', click: () => looking.openLine(place) }, where);
  return el('li', { class: 'cited' }, source, el('code', {}, cited.text.trim()));
}

/** Many lines say the same; the first few are enough to begin with. */
const SHOWN = 6;

export function citedLines(looking: Looking, cited: readonly Citation[]): HTMLElement {
  const lines = el('ul', { class: 'lines' }, ...cited.slice(0, SHOWN).map((each) => citedLine(looking, each)));
  const rest = cited.slice(SHOWN);
  if (rest.length === 0) return lines;
  const more = el('details', {}, el('summary', {}, rest.length === 1 ? '1 more line' : `${rest.length} more lines`));
  more.addEventListener('toggle', () => {
    if (more.open && more.childElementCount === 1)
      more.append(el('ul', { class: 'lines' }, ...rest.slice(0, MORE_MAX).map((each) => citedLine(looking, each))));
  });
  return el('div', {}, lines, more);
}

const MORE_MAX = 400;
