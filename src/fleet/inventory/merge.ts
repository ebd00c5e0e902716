/** Merging puts what a row says of a tunnel in the place of the playbook's: what makes an end that end comes from the row alone, how to log in to it may come from the playbook. */
import { SIDES, type Side } from '../../ipsec/side.ts';
import { sayNearest } from '../../nearest.ts';
import type { Mistake } from '../../playbook/mistake.ts';
import { isManaged, type ManagedPeer, type Playbook, type PlaybookPeer } from '../../playbook/playbook.ts';
import { DOCUMENT_KEYS, NOTE, SHARED_KEYS, SIDE_KEYS } from './keys.ts';

/** Never name, host, address or natAddress: with those of another router the wrong one would be armed. */
const INHERITED = [
  'port',
  'platform',
  'login',
  'jumpHosts',
  'legacyAlgorithms',
  'vrf',
  'frontVrf',
  'interface',
] as const satisfies (keyof ManagedPeer)[];

const GROUP = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

export interface MergedRow {
  name?: string | undefined;
  groups: Partial<Record<Side, string>>;
  /** What is to stand below `tunnel:`. */
  tunnel: unknown;
  /** Of the row itself; paths within it. */
  mistakes: Mistake[];
}

type Written = Readonly<Record<string, unknown>>;

export function mergeRow(written: unknown, playbook: Playbook): MergedRow {
  if (!isMap(written))
    return { groups: {}, tunnel: undefined, mistakes: [{ path: [], summary: 'a tunnel is keys with values, such as `a:` and `b:`' }] };
  const { a, b } = withSpokes(written);
  const mistakes = [...checkRow(written), ...groupMistakes(written)];
  const tunnel = { a: mergeEnd(a, written, playbook.tunnel.a), b: mergeOther(b, written, playbook) };
  return { name: typeof written['name'] === 'string' ? written['name'] : undefined, groups: groupsOf(written), tunnel, mistakes };
}

function withSpokes(written: Written): Written {
  return written['spokes'] === undefined ? written : { ...written, b: written['spokes'] };
}

function mergeOther(b: unknown, row: Written, playbook: Playbook): unknown {
  if (Array.isArray(b)) return b;
  const listed = [playbook.tunnel.b, ...playbook.spokes];
  return b === undefined && listed.length > 1 ? listed.map((spoke) => ({ ...spoke })) : mergeEnd(b, row, playbook.tunnel.b);
}

/** An end of which the row says nothing is the playbook's. */
function mergeEnd(end: unknown, row: Written, base: PlaybookPeer): unknown {
  if (end === undefined) return { ...base };
  if (!isMap(end)) return end;
  const { group: _group, ...own } = end;
  const isForeign = own['vendor'] !== undefined || (own['host'] === undefined && own['login'] === undefined && !isManaged(base));
  if (isForeign) return isManaged(base) ? own : { vendor: base.vendor, ...own };
  const inherited = isManaged(base) ? pick(base, INHERITED) : {};
  return { ...inherited, ...pick(row, SHARED_KEYS), ...own };
}

function checkRow(row: Written): Mistake[] {
  const strangers = Object.keys(row).filter((key) => !DOCUMENT_KEYS.includes(key) && !NOTE.test(key));
  const { name, a, b, spokes } = row;
  return [
    ...strangers.map((key) => ({
      path: [],
      key,
      summary: `unknown key \`${key}\`${sayNearest(key, [...DOCUMENT_KEYS, ...SIDE_KEYS])}`,
      detail: sayPlaced(key),
    })),
    ...(name !== undefined && (typeof name !== 'string' || name.trim() === '')
      ? [{ path: ['name'], summary: 'name: expected a name for the tunnel' }]
      : []),
    ...(b !== undefined && spokes !== undefined
      ? [
          {
            path: ['spokes'],
            summary: 'a tunnel has an end b, or the spokes of which a is the hub, not both',
            detail: 'remove one of them',
          },
        ]
      : []),
    ...(a === undefined && b === undefined && spokes === undefined
      ? [
          {
            path: [],
            summary: 'this row names neither end of its tunnel',
            detail: "write at least name, host and address of one end: the other may be the playbook's",
          },
        ]
      : []),
  ];
}

function sayPlaced(key: string): string {
  return (SIDE_KEYS as readonly string[]).includes(key)
    ? `say of which end: a: { ${key}: … } or b: { ${key}: … }`
    : 'remove it, correct its spelling, or begin its name with `x-` to keep it as a note';
}

function groupsOf(row: Written): Partial<Record<Side, string>> {
  const of = (side: Side): unknown => (isMap(row[side]) ? row[side]['group'] : undefined);
  const groups = { a: of('a') ?? row['group'], b: of('b') };
  return Object.fromEntries(SIDES.flatMap((side) => (typeof groups[side] === 'string' ? [[side, groups[side]]] : [])));
}

function groupMistakes(row: Written): Mistake[] {
  const paths = [['group'], ['a', 'group'], ['b', 'group']];
  return paths.flatMap((path) => {
    const group = path.reduce<unknown>((above, key) => (isMap(above) ? above[key] : undefined), row);
    const isRight = group === undefined || (typeof group === 'string' && GROUP.test(group));
    return isRight
      ? []
      : [
          {
            path,
            summary: `${path.join('.')}: expected a name of letters, digits, dots, dashes and underscores`,
            detail: 'routers of one group, such as the two hubs of a pair, are never armed at once',
          },
        ];
  });
}

function pick<Key extends string>(from: Readonly<Partial<Record<Key, unknown>>>, keys: readonly Key[]): Partial<Record<Key, unknown>> {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as Partial<Record<Key, unknown>>;
}

function isMap(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
