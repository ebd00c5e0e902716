/** The contents are one page of an evidence archive: what is in it, what is missing, what was taken out, and how to check it. */
import type { LeftFile, RawFile } from '../../bundle/taken.ts';
import type { Replacement } from '../../ios/redact/redactor.ts';
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import { caseNote } from '../../report/formats/case-note.ts';
import type { Judged } from '../judge-read.ts';

export interface Told {
  name: string;
  nowMs: number;
  version: string;
  judged: Judged;
  files: readonly RawFile[];
  left: readonly LeftFile[];
  /** What there is none of at all: `the plan: …`. */
  absent: readonly string[];
  replacements: readonly Replacement[];
  hidden: readonly string[];
  /** Undefined when nothing but secrets was taken out: there is nothing to compare. */
  isSameVerdict: boolean | undefined;
}

const PARTS: readonly (readonly [string, string])[] = [
  ['bundle/', 'what both routers printed, file by file, with tunnel.yaml and the manifest of the capture'],
  ['report/', 'the verdict: text to read, HTML to open in a browser, JSON for a program, a note to paste'],
  ['capture/', 'the plan as it was applied, the playbook, the applets, the journal, and what was typed'],
  ['sessions/', 'the sessions as they were recorded: what was typed and what was answered'],
  ['clocks.json', "both clocks: the offset, how far off it may be, and the collecting host's readings"],
];

export function printContents(told: Told): string {
  const { name, nowMs, version, judged, isSameVerdict } = told;
  const { a, b } = judged.verdict.tunnel;
  return [
    `EVIDENCE ${name}`,
    `${a.name} (a, ${a.address}) and ${b.name} (b, ${b.address})`,
    `Packed ${new Date(nowMs).toISOString()} by flaptrap ${version}.`,
    '',
    'WHAT HAPPENED',
    ...caseNote.print(judged.verdict, judged.timeline).trimEnd().split('\n'),
    '',
    'WHAT IS IN IT (below data/)',
    ...PARTS.flatMap((part) => sayPart(part, told.files)),
    '',
    'WHAT IS MISSING',
    ...itemsOf(
      [...told.absent, ...judged.verdict.missing, ...told.left.map(({ path, left }) => `${path} ${left}`)],
      'nothing that flaptrap knows of',
    ),
    '',
    'WHAT WAS TAKEN OUT',
    ...itemsOf(sayHidden(told)),
    ...(isSameVerdict === undefined
      ? []
      : [`  - the verdict over these files is ${isSameVerdict ? 'the same as' : 'ANOTHER than'} over the originals`]),
    '',
    'HOW TO CHECK IT',
    '  flaptrap verify FILE.tar.gz',
    '  ssh-keygen -Y verify -f allowed_signers -I SIGNER -n flaptrap -s FILE.tar.gz.sig < FILE.tar.gz',
    '  after unpacking, in its folder: sha256sum -c manifest-sha256.txt',
  ]
    .map(plainLine)
    .join('\n')
    .concat('\n');
}

function sayPart([path, what]: readonly [string, string], files: readonly RawFile[]): string[] {
  const own = files.filter((file) => file.path === path || file.path.startsWith(path));
  if (own.length === 0) return [];
  const bytes = own.reduce((sum, file) => sum + file.bytes.length, 0);
  const sides = SIDES.map((side) => `${side}: ${own.filter((file) => file.path.startsWith(`${path}${side}/`)).length}`).join(', ');
  const count = path.endsWith('/') ? ` (${own.length} files${path === 'bundle/' ? `, ${sides}` : ''}, ${bytes} bytes)` : '';
  return [`  ${path}${count}`, `      ${what}`];
}

function itemsOf(items: readonly string[], otherwise = ''): string[] {
  const lines = [...new Set(items)].map((item) => `  - ${item}`);
  return lines.length === 0 ? [`  - ${otherwise}`] : lines;
}

function sayHidden({ hidden, replacements }: Told): string[] {
  const count = (kind: string): number => replacements.filter((each) => each.kind === kind).length;
  const kinds: Readonly<Record<string, string>> = {
    address: `${count('address')} addresses, each replaced by another one; networks still hold their hosts`,
    name: `${count('name')} names, serial numbers and descriptions, each replaced by name-N`,
    user: `${count('user')} users, each replaced by <user-N>`,
  };
  const kept = Object.keys(kinds).filter((kind) => !hidden.includes(kind));
  const home = hidden.length === 0 ? [] : ['what stands for what is in a map that the sender keeps'];
  return [
    'secrets: passwords, keys and communities, each replaced by <secret-N>',
    ...hidden.flatMap((kind) => kinds[kind] ?? []),
    ...home,
    ...(kept.length === 0 ? [] : [`kept as they are: ${kept.map((kind) => `${kind}${kind === 'address' ? 'es' : 's'}`).join(', ')}`]),
  ];
}
