/** A mail that was saved as a file is taken apart into its text and what was attached to it. [C] RFC 5322, 2045, 2046 */
import { latin1Of } from './bytes.ts';
import { bytesIn, unflow } from './mail-encoding.ts';
import type { LeftFile, RawFile } from './taken.ts';

/** Longer headers no mail has; what is larger than a mailbox may be is read as it stands. */
const HEAD_CHARACTERS = 64 * 1024;
const MAIL_BYTES_MAX = 128 * 1024 * 1024;
/** A mail that forwards one that forwards one; beyond that somebody plays. */
const DEPTH_MAX = 5;
const PARTS_MAX = 500;
/** `From ops@example.net Mon Jan  5 09:12:00 2026`: how a mailbox begins each of its mails. [C] RFC 4155 */
const MAILBOX_LINE = /^From \S+ .{10,40}\d{4}\s*$/;
const HEADER = /^([!-9;-~]{1,76}):(.*)$/;

interface Part {
  /** By its name in small letters, unfolded. */
  headers: ReadonlyMap<string, string>;
  /** Each byte as a character. */
  body: string;
}

/** True where the headers of a mail stand first, and one of them says how its text is written. */
export function isMail(bytes: Uint8Array): boolean {
  if (bytes.length > MAIL_BYTES_MAX) return false;
  const head = partOf(withoutMailboxLine(latin1Of(bytes, 0, HEAD_CHARACTERS)));
  return head !== undefined && (head.headers.has('mime-version') || head.headers.has('content-transfer-encoding'));
}

/** `a/mail.eml` is `a/mail.eml/text.txt` and `a/mail.eml/branch.log`; of two forms of one text the plain one is taken. */
export function openMail({ path, bytes }: RawFile): (RawFile | LeftFile)[] {
  const mails = mailsIn(latin1Of(bytes)).slice(0, PARTS_MAX);
  const found = mails.flatMap((mail, index) => {
    const part = partOf(mail);
    return part === undefined ? [] : textsOf(part, mails.length === 1 ? path : `${path}/${index + 1}`, 0);
  });
  return named(found.slice(0, PARTS_MAX));
}

function mailsIn(text: string): string[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) => (MAILBOX_LINE.test(line) && (at === 0 || (lines[at - 1] ?? '').trim() === '') ? [at] : []));
  if (starts[0] !== 0) return [text];
  return starts.map((from, index) => lines.slice(from + 1, starts[index + 1]).join('\n'));
}

function withoutMailboxLine(text: string): string {
  const end = text.indexOf('\n');
  return MAILBOX_LINE.test(text.slice(0, end)) ? text.slice(end + 1) : text;
}

/** Undefined when it does not begin with headers. */
function partOf(text: string): Part | undefined {
  const headers = new Map<string, string>();
  let last = '';
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at);
    const line = text.slice(at, end).replace(/\r$/, '');
    at = end + 1;
    if (line === '') return { headers, body: text.slice(at) };
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name !== undefined) {
      last = name.toLowerCase();
      headers.set(last, value.trim());
    } else if (/^[ \t]/.test(line) && last !== '') headers.set(last, `${headers.get(last)} ${line.trim()}`);
    else return undefined;
  }
  return headers.size === 0 ? undefined : { headers, body: '' };
}

function textsOf(part: Part, path: string, depth: number): (RawFile | LeftFile)[] {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const kind = /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0].toLowerCase() ?? 'text/plain';
  const isOuter = kind.startsWith('multipart/') || kind === 'message/rfc822';
  if (isOuter && depth > DEPTH_MAX) return [{ path, left: `is a mail in more than ${DEPTH_MAX} others` }];
  if (kind === 'message/rfc822') {
    const inner = partOf(latin1Of(encoded(part)));
    return inner === undefined ? [] : textsOf(inner, path, depth + 1);
  }
  if (kind.startsWith('multipart/')) {
    const parts = splitParts(part.body, parameterOf(type, 'boundary'));
    const inside = parts.map((each) => textsOf(each, path, depth + 1));
    return kind === 'multipart/alternative' ? (inside.find(isPlain) ?? inside.at(-1) ?? []) : inside.flat();
  }
  const name = parameterOf(part.headers.get('content-disposition') ?? '', 'filename') ?? parameterOf(type, 'name');
  const bytes = encoded(part);
  const isFlowed = name === undefined && kind === 'text/plain' && parameterOf(type, 'format')?.toLowerCase() === 'flowed';
  return [
    {
      path: `${path}/${safeName(name) ?? `text.${kind === 'text/html' ? 'html' : 'txt'}`}`,
      bytes: isFlowed ? unflow(bytes, parameterOf(type, 'delsp')?.toLowerCase() === 'yes') : bytes,
    },
  ];
}

function isPlain(files: readonly (RawFile | LeftFile)[]): boolean {
  return files.some(({ path }) => path.endsWith('/text.txt'));
}

function splitParts(body: string, boundary: string | undefined): Part[] {
  if (boundary === undefined || boundary === '') return [];
  const parts: Part[] = [];
  let open: string[] | undefined;
  const close = () => {
    const part = open === undefined ? undefined : partOf(`${open.join('\n')}`);
    // A part may have no headers at all: it begins with the empty line behind them.
    if (part !== undefined) parts.push(part);
  };
  for (const line of body.split('\n')) {
    const bare = line.trimEnd();
    if (bare !== `--${boundary}` && bare !== `--${boundary}--`) {
      open?.push(line);
      continue;
    }
    close();
    if (parts.length >= PARTS_MAX) break;
    open = bare === `--${boundary}` ? [] : undefined;
  }
  // A mail that was cut off ends without its boundary.
  if (open !== undefined) close();
  return parts;
}

/** `filename="hq log.txt"`, `charset=utf-8` */
function parameterOf(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s{0,8}${name}\\s{0,2}=\\s{0,2}(?:"([^"]{0,200})"|([^\\s;"]{1,200}))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
}

function encoded({ headers, body }: Part): Uint8Array {
  return bytesIn(body, headers.get('content-transfer-encoding')?.toLowerCase() ?? '');
}

/** A stranger's name may lead anywhere. */
function safeName(name: string | undefined): string | undefined {
  const base =
    name
      ?.replace(/^.*[/\\]/, '')
      .replace(/[^\w.,()@ -]/g, '_')
      .replace(/^\.+/, '') ?? '';
  return base === '' ? undefined : base;
}

/** Two of one name are told apart. */
function named(files: readonly (RawFile | LeftFile)[]): (RawFile | LeftFile)[] {
  const taken = new Map<string, number>();
  return files.map((file) => {
    const count = (taken.get(file.path) ?? 0) + 1;
    taken.set(file.path, count);
    return count === 1 ? file : { ...file, path: file.path.replace(/([^/]*)$/, `${count}-$1`) };
  });
}
