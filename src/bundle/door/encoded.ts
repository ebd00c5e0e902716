/** An encoding is how a text went through what knows few signs: base64 and quoted-printable of a mail, base64 of a collector, and the percent signs of an address. */
import { readLogLine } from '../../ios/log/line.ts';
import { latin1Of } from '../bytes.ts';
import { bytesIn } from '../mail-encoding.ts';
import { type Page, shareOf } from './page.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';
import { decodeUuencoded } from './uuencoded.ts';

/** A line of a whole file in base64; the last is shorter. [C] RFC 4648 4 */
const BASE64_LINE = /^[A-Za-z0-9+/]{40,1000}={0,2}$/;
const LAST_LINE = /^[A-Za-z0-9+/]{1,1000}={0,2}$/;
/** A field in base64: no word of a router's is as long. */
const BASE64_FIELD = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{56,4000}={0,2}(?![A-Za-z0-9+/=])/g;
/** `%25CRYPTO-4-…`, `%3D`, `%28`: what stands in an address for a sign that means something there. [C] RFC 3986 2.1 */
const PERCENT = /%([0-9A-Fa-f]{2})/g;
const PERCENT_NAME = /%25[A-Z][A-Z0-9_-]{1,60}-[0-7]-[A-Z]/;
const FIRST_LINES = 60;

export function decodeText(page: Page): Page {
  return [decodeWhole, decodeQuotedPrintable, decodeUuencoded, decodeFields, decodePercent].reduce((each, step) => step(each), page);
}

/** The numbers are those of the lines in base64. */
function decodeWhole(page: Page): Page {
  const begun = page.lines.findIndex((line) => line.trim() !== '');
  if (!LAST_LINE.test(page.lines[begun]?.trim() ?? '')) return page;
  const places = page.lines.flatMap((line, at) => (line.trim() === '' ? [] : [at]));
  const last = places.at(-1);
  if (!places.every((at) => (at === last ? LAST_LINE : BASE64_LINE).test(page.lines[at]?.trim() ?? ''))) return page;
  const encoded = places.map((at) => page.lines[at]?.trim() ?? '');
  const lines = textIn(encoded.join(''))?.split(/\r?\n/);
  if (lines === undefined) return page;
  const numbers = placesOf(lines, encoded).map((place) => page.numbers[places[place] ?? 0] ?? 1);
  return { ...page, lines, numbers, done: [...page.done, DECODED] };
}

/** In which line of base64 each begins: four signs stand for three characters. [C] RFC 4648 4 */
function placesOf(lines: readonly string[], encoded: readonly string[]): number[] {
  let [place, end, offset] = [0, encoded[0]?.length ?? 0, 0];
  return lines.map((line) => {
    while ((offset * 4) / 3 >= end && place + 1 < encoded.length) {
      place += 1;
      end += encoded[place]?.length ?? 0;
    }
    offset += line.length + 1;
    return place;
  });
}

const DECODED = 'what was in base64 was decoded';

/** As a collector exports what it got; a quote in it would end its field. */
function decodeFields(page: Page): Page {
  if (shareOf(page.lines.slice(0, FIRST_LINES), (line) => line.search(BASE64_FIELD) !== -1) < 1 / 3) return page;
  let isAny = false;
  const lines = page.lines.map((line) =>
    line.replace(BASE64_FIELD, (field) => {
      const text = textIn(field)?.trimEnd();
      if (text === undefined || text.includes('\n') || !isSaid(text)) return field;
      isAny = true;
      return /[",;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    }),
  );
  return isAny ? { ...page, lines, done: [...page.done, DECODED] } : page;
}

function decodePercent(page: Page): Page {
  if (!page.lines.some((line) => PERCENT_NAME.test(line))) return page;
  const lines = page.lines.map((line) => (line.includes('%') ? signsOf(line) : line));
  return { ...page, lines, done: [...page.done, 'signs in the form of an address were put back'] };
}

/** Of a form `+` is a blank: where there is no other. [C] application/x-www-form-urlencoded */
function signsOf(line: string): string {
  const blanks = line.includes(' ') ? line : line.replaceAll('+', ' ');
  return blanks.replace(PERCENT, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Undefined where it is no text. */
function textIn(encoded: string): string | undefined {
  const text = latin1Of(bytesIn(encoded, 'base64'));
  return /^[\t\r\n\x20-\x7e]+$/.test(text) ? text : undefined;
}

const RELAYED = /^<\d{1,3}>/;

function isSaid(text: string): boolean {
  return readLogLine(text.replace(RELAYED, '')).isHead || /%[A-Z][A-Z0-9_-]{1,60}-[0-7]-[A-Z]/.test(text);
}
