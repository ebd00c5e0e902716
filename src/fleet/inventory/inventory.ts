/** An inventory is the list of tunnels that one playbook serves: a table or a document in, tunnels or every mistake with its place out. */
import { type Diagnostic, hasErrors } from '../../diagnostic.ts';
import type { Mistake } from '../../playbook/mistake.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { withTunnel } from '../../playbook/with-tunnel.ts';
import { readCsv } from './csv.ts';
import { readJsonInventory, readYamlInventory } from './document.ts';
import { mergeRow } from './merge.ts';
import { type FleetTunnel, routersOf } from './tunnel.ts';
import { findTwins } from './twins.ts';
import { diagnoseAt, type InventorySource, type InventoryText, lineStartsOf, type WrittenInventory, type WrittenRow } from './written.ts';

export interface Inventory {
  /** Empty when there is an error: half a fleet is nobody's wish. */
  tunnels: FleetTunnel[];
  diagnostics: Diagnostic[];
}

export const FORMS = { csv: readCsv, json: readJsonInventory, yaml: readYamlInventory } as const satisfies Record<
  string,
  (source: InventorySource) => WrittenInventory
>;
export type Form = keyof typeof FORMS;

/** A megabyte of YAML takes a second, and what is beyond takes longer. */
const YAML_BYTES_SLOW = 1_000_000;
/** More than this nobody reads. */
const DIAGNOSTICS_MAX = 100;

/** Never throws: a mistake is a diagnostic. */
export function parseInventory(given: InventoryText, form: Form, playbook: Playbook): Inventory {
  const source = { ...given, lineStarts: lineStartsOf(given.text) };
  const { rows, diagnostics } = FORMS[form](source);
  const slow = form === 'yaml' && source.text.length > YAML_BYTES_SLOW ? [saySlow(source)] : [];
  if (hasErrors(diagnostics)) return { tunnels: [], diagnostics: shown(source, [...slow, ...diagnostics]) };
  if (rows.length === 0) return { tunnels: [], diagnostics: [...slow, sayEmpty(source)] };
  const read = rows.map((row) => readRow(source, row, playbook));
  const tunnels = read.flatMap(({ tunnel }) => tunnel ?? []);
  const found = [...slow, ...withoutRepeats(read.flatMap((each) => each.diagnostics)), ...twinsOf(source, tunnels, read)];
  return { tunnels: hasErrors(found) ? [] : tunnels, diagnostics: shown(source, found) };
}

interface ReadRow {
  row: WrittenRow;
  tunnel?: FleetTunnel;
  diagnostics: Diagnostic[];
}

function readRow(source: InventorySource, row: WrittenRow, base: Playbook): ReadRow {
  const { name, groups, tunnel: written, mistakes } = mergeRow(row.written, base);
  if (mistakes.length > 0) return { row, diagnostics: mistakes.map((mistake) => placed(source, row, mistake)) };
  const { playbook, mistakes: found } = withTunnel(base, written);
  const diagnostics = found.map((mistake) =>
    placed(source, row, { ...mistake, path: mistake.path[0] === 'tunnel' ? mistake.path.slice(1) : [] }),
  );
  if (playbook === undefined || hasErrors(diagnostics)) return { row, diagnostics };
  const { a, b } = playbook.tunnel;
  const called = name ?? (playbook.spokes.length > 0 ? a.name : `${a.name}-${b.name}`);
  return { row, diagnostics, tunnel: { name: called, playbook, routers: routersOf(playbook, groups), line: row.placeOf([]).line } };
}

function placed(source: InventorySource, row: WrittenRow, { path, key, summary, detail, severity }: Mistake): Diagnostic {
  const isSpokes = path[0] === 'b' && Array.isArray((row.written as { spokes?: unknown } | null)?.spokes);
  const within = isSpokes ? ['spokes', ...path.slice(1)] : path;
  const place = key === undefined ? row.placeOf(within) : row.placeOf([...within, key], true);
  const said = diagnoseAt(source, place, { summary: summary.replace(/^tunnel\./, ''), detail: detail ?? MEND });
  return severity === undefined ? said : { ...said, severity };
}

const MEND = 'correct this row: it must say of its tunnel what a playbook would below `tunnel:`';

function twinsOf(source: InventorySource, tunnels: readonly FleetTunnel[], read: readonly ReadRow[]): Diagnostic[] {
  const rows = new Map(read.map(({ row, tunnel }) => [tunnel, row]));
  const twins = findTwins(tunnels).map(({ tunnel, path, severity, summary, detail }) => {
    const place = rows.get(tunnel)?.placeOf(path) ?? { line: tunnel.line, column: 1, length: 1 };
    return { ...diagnoseAt(source, place, { summary, detail }), severity };
  });
  return withoutRepeats(twins);
}

/** What is to be warned of in each of 5,000 rows is said once. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const told = new Set<string>();
  return diagnostics.filter(({ severity, summary }) => {
    const key = `${severity} ${summary}`;
    const isTold = severity !== 'error' && told.has(key);
    told.add(key);
    return !isTold;
  });
}

function shown({ file }: InventorySource, diagnostics: Diagnostic[]): Diagnostic[] {
  const sorted = diagnostics.toSorted((one, two) => rank(one) - rank(two) || one.line - two.line || one.column - two.column);
  const left = sorted.length - DIAGNOSTICS_MAX;
  if (left <= 0) return sorted;
  const more: Diagnostic = { severity: 'error', file, line: 0, column: 0, summary: `and ${left} more like these` };
  return [...sorted.slice(0, DIAGNOSTICS_MAX), { ...more, severity: hasErrors(sorted) ? 'error' : 'warning' }];
}

function rank({ severity }: Diagnostic): number {
  return severity === 'error' ? 0 : 1;
}

function saySlow({ file, text }: InventorySource): Diagnostic {
  const megabytes = (text.length / 1_000_000).toFixed(1);
  const summary = `${megabytes} MB of YAML take long to read: about a second a megabyte`;
  return {
    severity: 'warning',
    file,
    line: 0,
    column: 0,
    summary,
    detail: 'write an inventory of this size as CSV or JSON: the keys are the same',
  };
}

function sayEmpty({ file }: InventorySource): Diagnostic {
  const detail =
    'the first row of a table names its columns, such as name,a.name,a.host,a.address,b.name,b.host,b.address, and each further row is a tunnel';
  return { severity: 'error', file, line: 0, column: 0, summary: 'there is no tunnel in this inventory', detail };
}
