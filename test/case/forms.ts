/** The forms in which people hand a bundle in: folded, quoted, relayed, exported, renamed, pasted, mixed, turned round, repeated, masked. */
import { decode } from '../../src/bundle/decode.ts';
import type { RawFile } from '../../src/bundle/taken.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';

export type Form = (files: readonly RawFile[]) => RawFile[];

const HOSTS: Record<Side, string> = { a: 'hq', b: 'branch' };
const ADDRESSES: Record<Side, string> = { a: '192.0.2.1', b: '198.51.100.1' };
const LOG = /^[ab]\/(?!show_)|^[ab]\/show_(?:logging|log\b)/;
const STAMP = /\d{2}:\d{2}:\d{2}/;

const sideOf = ({ path }: RawFile): Side | undefined => SIDES.find((side) => path.startsWith(`${side}/`));
const textOf = ({ bytes }: RawFile): string => decode(bytes).text.replace(/\r\n/g, '\n');
const isText = ({ bytes }: RawFile): boolean => bytes.length > 0 && !(bytes[0] === 0x1f && bytes[1] === 0x8b);
const isLog = (file: RawFile): boolean => LOG.test(file.path) && isText(file);
const put = (path: string, text: string): RawFile => ({ path, bytes: Buffer.from(text) });

/** Every text of a side anew. */
const texts =
  (change: (text: string, side: Side) => string, isMeant: (file: RawFile) => boolean = isText): Form =>
  (files) =>
    files.map((file) => {
      const side = sideOf(file);
      return side === undefined || !isMeant(file) ? file : put(file.path, change(textOf(file), side));
    });

/** Every line of every log anew. */
const logLines = (change: (line: string, side: Side, at: number) => string): Form =>
  texts(
    (text, side) =>
      linesOf(text)
        .map((line, at) => change(line, side, at))
        .join('\n')
        .concat('\n'),
    isLog,
  );

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

const hard = (width: number) =>
  texts(
    (text) =>
      linesOf(text)
        .map((line) => (line.length <= width ? line : (line.match(new RegExp(`.{1,${width}}`, 'gs')) ?? []).join('\n')))
        .join('\n'),
    isLog,
  );

const trimmed =
  (width: number): Form =>
  (files) =>
    logLines((line) => line.trimEnd())(hard(width)(files));

const soft = (width: number) =>
  texts(
    (text) =>
      linesOf(text)
        .map((line) => wrapped(line, width))
        .join('\n'),
    isLog,
  );

function wrapped(line: string, width: number): string {
  const out: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width);
    if (at <= 0 || rest.slice(0, at).trim() === '') break;
    out.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...out, rest].join('\n');
}

const renamed =
  (name: (file: string, side: Side) => string): Form =>
  (files) =>
    files.map((file) => {
      const side = sideOf(file);
      return side === undefined ? file : { ...file, path: name(file.path.slice(2), side) };
    });

const command = (name: string): string => name.replace(/\.\w+$/, '').replaceAll('_', ' ');

/** All that one router printed, as a terminal program kept it. */
const pasted =
  (head: (file: RawFile, side: Side) => string, path: (side: Side) => string): Form =>
  (files) => [
    ...files.filter((file) => sideOf(file) === undefined),
    ...SIDES.flatMap((side) => {
      const own = files.filter((file) => sideOf(file) === side && isText(file));
      return own.length === 0
        ? []
        : [put(path(side), own.map((file) => `${head(file, side)}\n${textOf(file).replace(/\n?$/, '\n')}`).join(''))];
    }),
  ];

/** All in one file. */
const inOne =
  (path: string, text: (logs: { side: Side; lines: string[] }[]) => string): Form =>
  (files) => {
    const logs = files.filter((file) => isLog(file)).map((file) => ({ side: sideOf(file) ?? 'a', lines: linesOf(textOf(file)) }));
    return [...files.filter((file) => !isLog(file)), put(path, text(logs))];
  };

const relayed = (line: string, side: Side, at: number) => `Nov 12 02:52:00 ${HOSTS[side]} ${at + 1}: ${line}`;

/** As a relay receives them: each router's in its order, a handful in turn. */
function interleaved(logs: readonly { side: Side; lines: string[] }[]): string {
  const queues = logs.map(({ side, lines }) => lines.map((line, at) => relayed(line, side, at)));
  const out: string[] = [];
  for (let at = 0; queues.some((queue) => queue.length > at); at += TURN)
    for (const queue of queues) out.push(...queue.slice(at, at + TURN));
  return out.join('\n');
}

const TURN = 5;

function messages(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const line of lines) {
    if (STAMP.test(line.slice(0, 60)) || groups.length === 0) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups;
}

const csv = (line: string) => `"${line.replaceAll('"', '""')}"`;
const paged = (text: string) =>
  linesOf(text)
    .map((line, at) => (at % 23 === 22 ? ` --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b${line}` : line))
    .join('\n');
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const WIDTHS = [72, 76, 79, 80, 90, 96, 100, 110, 120, 128, 132, 140, 160] as const;
/** A terminal folds, and what it is pasted into takes the blanks off the ends of lines. */
const TRIMMED_WIDTHS = [72, 80, 100, 132] as const;
const SOFT_WIDTHS = [72, 76, 100, 120] as const;

export const FORMS: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(WIDTHS.map((width) => [`folded at ${width}`, hard(width)])),
  ...Object.fromEntries(TRIMMED_WIDTHS.map((width) => [`folded at ${width}, the blanks at each end gone`, trimmed(width)])),
  ...Object.fromEntries(SOFT_WIDTHS.map((width) => [`folded by a mail at ${width}`, soft(width)])),
  'folded by a mail at 80, without indents': (files) => logLines((line) => line.trim())(soft(80)(files)),
  'quoted by a mail': texts((text) =>
    linesOf(text)
      .map((line) => `> ${line}`)
      .join('\n'),
  ),
  'quoted twice and folded': (files) => logLines((line) => `> > ${line}`)(soft(90)(files)),
  'in bullets': texts((text) =>
    linesOf(text)
      .map((line) => (line === '' ? line : `- ${line}`))
      .join('\n'),
  ),
  'with line numbers': texts((text) =>
    linesOf(text)
      .map((line, at) => `${String(at + 1).padStart(6)}\t${line}`)
      .join('\n'),
  ),
  'in a ticket': texts(
    (text) =>
      `\`\`\`\n${linesOf(text)
        .map((line) => `    ${line}`)
        .join('\n')}\n\`\`\`\n`,
  ),
  'relayed with a priority and a host': logLines((line, side, at) => `<189>${at + 1}: ${HOSTS[side]}: ${line}`),
  'relayed by syslogd': logLines(relayed),
  'relayed with an ISO stamp and an address': logLines((line, side) => `2025-11-12T02:52:00.123+00:00 ${ADDRESSES[side]} ${line}`),
  'exported as a table': logLines((line, side) => `"2025-11-12 02:52:00","${ADDRESSES[side]}",${csv(line)}`),
  'exported as JSON': logLines((line, side) => JSON.stringify({ time: '2025-11-12', host: HOSTS[side], message: line })),
  'named by host and subject': renamed((name, side) => `${side}/${HOSTS[side]}-${name.replace(/^show_/, '').replaceAll('_', '-')}`),
  'named sh_': renamed((name, side) => `${side}/${name.replace(/^show_/, 'sh_')}`),
  'named as typed': renamed((name, side) => `${side}/${command(name)}.txt`),
  'in folders by host': renamed((name, side) => `${HOSTS[side]}/collected/${name}`),
  'pasted as a session': pasted(
    (file, side) => `${HOSTS[side]}#${command(file.path.slice(2))}`,
    (side) => `${side}/putty.log`,
  ),
  'pasted as sessions beside each other': pasted(
    (file, side) => `${HOSTS[side]}#${command(file.path.slice(2))}`,
    (side) => `${HOSTS[side]}.log`,
  ),
  'pasted as show tech': pasted(
    (file) => `------------------ ${command(file.path.slice(2))} ------------------`,
    (side) => `${side}/tech.txt`,
  ),
  'mixed by a relay': inOne('relay.log', interleaved),
  'mixed by a relay, in both folders': (files) => {
    const mixed = inOne('relay.log', interleaved)(files);
    return mixed.flatMap((file) =>
      file.path === 'relay.log'
        ? [
            { ...file, path: 'a/relay.log' },
            { ...file, path: 'b/relay.log' },
          ]
        : [file],
    );
  },
  'mixed in one session': inOne('a/session.log', (logs) =>
    logs.map(({ side, lines }) => `${HOSTS[side]}#show logging\n${lines.join('\n')}\n${HOSTS[side]}#exit`).join('\n'),
  ),
  'newest line first': texts((text) => linesOf(text).reverse().join('\n'), isLog),
  'newest message first': texts((text) => messages(linesOf(text)).reverse().flat().join('\n'), isLog),
  'twice in a file': texts((text) => `${text.replace(/\n?$/, '\n')}${text}`, isLog),
  'each line twice': texts(
    (text) =>
      messages(linesOf(text))
        .flatMap((group) => [...group, ...group])
        .join('\n'),
    isLog,
  ),
  'in both folders': (files) => [
    ...files,
    ...files
      .filter((file) => isLog(file))
      .map((file) => ({ ...file, path: `${file.path.startsWith('a/') ? 'b' : 'a'}/copy_of_${file.path.slice(2)}` })),
  ],
  'in UTF-16': (files) =>
    files.map((file) => (sideOf(file) === undefined || !isText(file) ? file : { ...file, bytes: utf16(textOf(file)) })),
  'with carriage returns alone': texts((text) => text.replaceAll('\n', '\r')),
  'with no-break spaces': texts((text) => text.replaceAll('  ', '\u00A0 ').replaceAll(': %', ':\u00A0%')),
  'through a pager': texts(paged),
  'in colours': texts((text) =>
    linesOf(text)
      .map((line) => `\u001b[0m${line}\u001b[K`)
      .join('\n'),
  ),
  'with two blanks before the message': logLines((line) => line.replace(/: %/, ':  %')),
  'with sources masked': texts((text) => text.replace(/(src_?addr= ?)[^\s,]+/g, '$1y.y.y.y'), isLog),
  'with sources masked in two ways': texts((text) => {
    let count = 0;
    return text.replace(/(src_?addr= ?)[^\s,]+/g, (_, field: string) => {
      count += 1;
      return field + (count % 2 === 0 ? 'y.y.y.y' : '<removed>');
    });
  }, isLog),
};
