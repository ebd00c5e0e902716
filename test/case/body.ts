/** A body is the bytes of a file as lines of a case: as they are where they are text, escaped where an editor or git would harm them. */

/** `text` needs no word in its heading; `escaped` is UTF-8 too, `utf-16le` is escaped as well. */
export const FORMS = ['text', 'escaped', 'utf-16le', 'base64'] as const;
export type Form = (typeof FORMS)[number];

export interface Body {
  form: Form;
  lines: string[];
  /** Nearly every file ends with a line end; one that does not says so. */
  endsInLine: boolean;
}

/** Control characters but tab and line feed, marks of order and direction, other line ends, halves of a character. */
const ODD = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;
const ESCAPE = /\\(?:\\|x([\da-f]{2})|u\{([\da-f]{1,6})\})/g;
const BASE64_LINE = /.{1,76}/g;

export function bodyOf(bytes: Buffer): Body {
  const utf8 = bytes.toString('utf8');
  if (Buffer.from(utf8).equals(bytes)) return utf8.search(ODD) < 0 ? inLines('text', utf8) : inLines('escaped', escaped(utf8));
  const utf16 = bytes.toString('utf16le');
  if (utf16.startsWith('\ufeff') && Buffer.from(utf16, 'utf16le').equals(bytes)) return inLines('utf-16le', escaped(utf16));
  return { form: 'base64', lines: bytes.toString('base64').match(BASE64_LINE) ?? [], endsInLine: true };
}

export function bytesOf({ form, lines, endsInLine }: Body): Buffer {
  if (form === 'base64') return Buffer.from(lines.join(''), 'base64');
  const text = lines.join('\n') + (endsInLine && lines.length > 0 ? '\n' : '');
  if (form === 'text') return Buffer.from(text);
  return Buffer.from(plain(text), form === 'escaped' ? 'utf8' : 'utf16le');
}

function inLines(form: Form, text: string): Body {
  const endsInLine = text === '' || text.endsWith('\n');
  return { form, lines: text === '' ? [] : (endsInLine ? text.slice(0, -1) : text).split('\n'), endsInLine };
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(ODD, (odd) => {
    const code = odd.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

function plain(text: string): string {
  return text.replaceAll(ESCAPE, (all, short?: string, long?: string) => {
    const code = short ?? long;
    return code === undefined ? all.slice(1) : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
