/** The keys of an inventory are those of a playbook's tunnel, with a name for the tunnel, groups for its routers, and what both ends share. */
import { SIDES, type Side } from '../../ipsec/side.ts';
import { PEER_KEYS } from '../../playbook/peer-schema.ts';

/** Said once for both ends: each may say it otherwise. */
export const SHARED_KEYS = ['login', 'platform', 'jumpHosts', 'legacyAlgorithms'] as const;
/** `group` is short for that of a, the hub of a list; `spokes` for a list in the place of b. */
const ROW_KEYS = ['name', 'group', 'spokes', ...SHARED_KEYS] as const;
export const SIDE_KEYS = [...PEER_KEYS, 'group'] as const;

/** As a table has them: `a.host`. */
export const COLUMNS: readonly string[] = [...ROW_KEYS, ...SIDES.flatMap((side) => SIDE_KEYS.map((key) => `${side}.${key}`))];
/** As a document has them. */
export const DOCUMENT_KEYS: readonly string[] = [...ROW_KEYS, ...SIDES];

/** A column that is somebody else's: a site, a contact. */
export const NOTE = /^x[-_.]/i;

/** `A_host`, `a host` and `a.Host` are one column; undefined when it is none. */
export function columnNamed(written: string): string | undefined {
  const asked = plainKey(written);
  return COLUMNS.find((column) => plainKey(column) === asked);
}

/** What a word of a table is where the key wants no text. */
export function valueOfCell(column: string, cell: string): unknown {
  const key = column.slice(column.indexOf('.') + 1);
  if (key === 'port') return /^\d{1,5}$/.test(cell) ? Number(cell) : cell;
  if (key === 'jumpHosts') return wordsOf(cell);
  if (key === 'legacyAlgorithms') return BOOLEANS[cell.toLowerCase()] ?? cell;
  return key === 'spokes' ? wordsOf(cell).map(spokeOf) : cell;
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };

/** `branch=198.51.100.1`, behind a NAT `branch=10.0.0.1/198.51.100.1`, of another vendor `cloud=203.0.113.5@fortios`. */
function spokeOf(word: string): Record<string, string> {
  const {
    name = '',
    address = '',
    natAddress,
    vendor,
  } = /^(?<name>[^=]*)=(?<address>[^/@]*)(?:\/(?<natAddress>[^@]*))?(?:@(?<vendor>.*))?$/.exec(word)?.groups ?? { name: word };
  return { name, address, ...(natAddress === undefined ? {} : { natAddress }), ...(vendor === undefined ? {} : { vendor }) };
}

function wordsOf(cell: string): string[] {
  return cell.split(/[\s;|]+/).filter((word) => word !== '');
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[\s_.-]+/g, '.');
}

/** `a`, of `a.host`. */
export function sideOf(column: string): Side | undefined {
  return SIDES.find((side) => column.startsWith(`${side}.`));
}
