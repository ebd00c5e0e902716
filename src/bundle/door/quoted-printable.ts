/** Quoted-printable is the form in which a mail's source has its text: pasted without its headers it is known by its equals signs. [C] RFC 2045 6.7 */
import { latin1Of } from '../bytes.ts';
import { decode } from '../decode.ts';
import { bytesIn } from '../mail-encoding.ts';
import type { Page } from './page.ts';

const ENCODING = 'quoted-printable';
/** `message ID =3D 1357924680`: the sign itself has to be written so. */
const EQUALS = /=3D/i;
/** `sa_dest= 192.0.2.1`, `spi=0x…`: what a router prints. */
const PLAIN_EQUALS = /=(?![0-9A-Fa-f]{2}|[ \t]{0,40}\r?$)/;
/** `rec'd IP=` at the end of a line: it goes on in the next. */
const SOFT_END = /=[ \t]{0,40}\r?$/;
const ASCII_END = 0x80;
const SIGNS = /(?:=[0-9A-Fa-f]{2})+/g;

/** The numbers are those of the lines in which each begins. */
export function decodeQuotedPrintable(page: Page): Page {
  if (!page.lines.some((line) => EQUALS.test(line)) || page.lines.some((line) => PLAIN_EQUALS.test(line))) return page;
  const lines: string[] = [];
  const numbers: number[] = [];
  let isOpen = false;
  page.lines.forEach((line, at) => {
    const text = line.replace(SOFT_END, '');
    if (isOpen) lines.push(`${lines.pop() ?? ''}${text}`);
    else {
      lines.push(text);
      numbers.push(page.numbers[at] ?? 0);
    }
    isOpen = SOFT_END.test(line);
  });
  return { ...page, lines: lines.map(signsOf), numbers, done: [...page.done, `what was in ${ENCODING} was decoded`] };
}

function signsOf(line: string): string {
  return line.replace(SIGNS, (run) => {
    const bytes = bytesIn(run, ENCODING);
    return bytes.every((byte) => byte < ASCII_END) ? latin1Of(bytes) : decode(bytes).text;
  });
}
