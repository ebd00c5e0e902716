/** Enclosing puts a picture and its texts into the page: compressed, and in letters and digits only, so that nothing of a router's can be markup. */
import type { Bundle } from '../../bundle/bundle.ts';
import type { Timeline } from '../../timeline/model.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { pictureOf } from './picture.ts';
import { textOf } from './texts.ts';

/** What a report on a page takes with it: the files, the page, and how this machine makes a text small. */
export interface Enclosure {
  bundle: Bundle;
  /** `flaptrap.html` as it was built. */
  page: string;
  /** Raw deflate of the text in UTF-8, as base64. */
  pack(text: string): string;
}

/** What is inside a page; each part is packed by itself, so that the first is drawn while the second is unpacked. */
export interface Enclosed {
  picture: string;
  texts: string;
}

/** The place in the page that waits for it. */
export const SLOT = '<script type="application/json" id="enclosed">null</script>';
const [OPEN = '', CLOSE = ''] = SLOT.split('null');

export function enclose(verdict: Verdict, timeline: Timeline, { bundle, page, pack }: Enclosure): string {
  return enclosePacked(page, {
    picture: pack(JSON.stringify(pictureOf(verdict, timeline, bundle))),
    texts: pack(textOf(bundle)),
  });
}

/** What was in its place before is replaced. */
export function enclosePacked(page: string, enclosed: Enclosed): string {
  const at = page.indexOf(OPEN);
  const end = page.indexOf(CLOSE, at);
  if (at < 0 || end < 0) throw new Error('this is not the page of flaptrap: it has no place for a report');
  return `${page.slice(0, at)}${OPEN}${JSON.stringify(enclosed)}${page.slice(end)}`;
}
