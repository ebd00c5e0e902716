/** A table of comma-separated values is an inventory of a row a tunnel, with a column a key: `name,a.name,a.host,a.address,b.name,…`. */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { Diagnostic } from '../../diagnostic.ts';
import { sayNearest } from '../../nearest.ts';
import { COLUMNS, columnNamed, NOTE, sideOf, valueOfCell } from './keys.ts';
import { diagnoseAt, type InventorySource, lineStartsOf, type Place, placeAt, type WrittenInventory, type WrittenRow } from './written.ts';

/** As spreadsheets write them, by the land of their user. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** `sep=;` as the first line, by which spreadsheets are told. [L] Excel */
const TOLD_DELIMITER = /^\ufeff?"?sep=([,;\t|])"?(?=\n)/i;

interface Table {
  text: string;
  delimiter: string;
  lineStarts: number[];
  /** The column of each cell; undefined for a note. */
  columns: (string | undefined)[];
}

interface Record {
  cells: string[];
  /** The line on which it begins. */
  line: number;
}

export function readCsv(source: InventorySource): WrittenInventory {
  // Line ends in quotes are counted twice where they are two characters.
  const whole = source.text.replace(/\r\n?/g, '\n');
  const told = TOLD_DELIMITER.exec(whole);
  // The line stays, so that those behind it keep their numbers.
  const text = told === null ? whole : whole.slice(told[0].length);
  const delimiter = told?.[1] ?? delimiterOf(text);
  const lineStarts = lineStartsOf(text);
  const read = readRecords({ ...source, text, lineStarts }, delimiter);
  if (!Array.isArray(read)) return { rows: [], diagnostics: [read] };
  const [head, ...body] = read;
  if (head === undefined) return { rows: [], diagnostics: [] };
  const table = { text, delimiter, lineStarts, columns: [] };
  const { columns, diagnostics } = readHead(source, table, head);
  return {
    rows: body.map((record) => rowOf({ ...table, columns }, record)),
    diagnostics: [...diagnostics, ...surplusOf(source, { ...table, columns }, body)],
  };
}

function delimiterOf(text: string): string {
  const head = /^(?!#).*\S.*$/m.exec(text)?.[0] ?? '';
  const counts = DELIMITERS.map((each) => head.split(each).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function readRecords(source: InventorySource, delimiter: string): Record[] | Diagnostic {
  try {
    const read = parse(source.text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return (read as unknown as { record: string[]; info: { lines: number } }[]).flatMap(({ record: cells, info }) =>
      cells.every((cell) => cell === '') ? [] : [{ cells, line: info.lines - cells.join('').split('\n').length + 1 }],
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 1);
    return diagnoseAt(source, { line, column: 1, length: 1 }, sayBroken(error.code));
  }
}

function sayBroken(code: string): { summary: string; detail: string } {
  return code === 'CSV_QUOTE_NOT_CLOSED'
    ? { summary: 'a quotation mark is opened and never closed', detail: 'close it, or write a mark within a cell twice: `""`' }
    : {
        summary: 'this is no table of comma-separated values: a quotation mark stands where none can',
        detail: 'put the whole cell between marks, and write a mark within it twice: `""`',
      };
}

function readHead(source: InventorySource, table: Table, head: Record): { columns: Table['columns']; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const columns = head.cells.map((cell, index) => {
    if (cell === '' || NOTE.test(cell)) return undefined;
    const column = columnNamed(cell);
    const isTwice = column !== undefined && head.cells.slice(0, index).some((each) => columnNamed(each) === column);
    if (isTwice) diagnostics.push(diagnoseAt(source, cellPlace(table, head, index), { summary: `the column ${column} is there twice` }));
    if (column === undefined) diagnostics.push(diagnoseAt(source, cellPlace(table, head, index), sayUnknown(cell)));
    return column;
  });
  return { columns, diagnostics };
}

function sayUnknown(cell: string): { summary: string; detail: string } {
  return {
    summary: `unknown column \`${cell}\`${sayNearest(cell, COLUMNS)}`,
    detail:
      'correct its spelling, remove it, or begin its name with `x-` to keep it as a note; the first row names the columns: name,a.name,a.host,a.address,b.name,b.host,b.address',
  };
}

/** More cells than columns: a comma within a text that has no marks. */
function surplusOf(source: InventorySource, table: Table, body: readonly Record[]): Diagnostic[] {
  return body
    .filter(({ cells }) => cells.slice(table.columns.length).some((cell) => cell !== ''))
    .map((record) =>
      diagnoseAt(source, cellPlace(table, record, table.columns.length), {
        summary: `this row has ${record.cells.length} cells, and there are ${table.columns.length} columns`,
        detail: 'put a text that holds the delimiter between quotation marks',
      }),
    );
}

function rowOf(table: Table, record: Record): WrittenRow {
  const written: { [key: string]: unknown } = {};
  for (const [index, column] of table.columns.entries()) {
    const cell = record.cells[index] ?? '';
    if (column === undefined || cell === '') continue;
    const side = sideOf(column);
    if (side === undefined) written[column] = valueOfCell(column, cell);
    else written[side] = { ...(written[side] as object | undefined), [column.slice(side.length + 1)]: valueOfCell(column, cell) };
  }
  return { written, placeOf: (path) => cellPlace(table, record, indexOf(table, path)) };
}

/** Of what is missing: the beginning of the row. */
function indexOf({ columns }: Table, path: readonly PropertyKey[]): number {
  const [first = '', second] = path.map(String);
  const wanted = [`${first}.${second}`, first, first === 'b' ? 'spokes' : ''];
  const found = wanted.map((each) => columns.indexOf(each)).find((index) => index !== -1);
  return (
    found ??
    Math.max(
      0,
      columns.findIndex((column) => column?.startsWith(`${first}.`)),
    )
  );
}

/** A cell begins behind so many delimiters that stand in no marks. */
function cellPlace({ text, delimiter, lineStarts }: Table, { line, cells }: Record, index: number): Place {
  let at = lineStarts[line - 1] ?? 0;
  let isQuoted = false;
  for (let left = index; left > 0 && at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === delimiter && !isQuoted) left -= 1;
    else if (text[at] === '\n' && !isQuoted) break;
  }
  while (text[at] === ' ') at += 1;
  return placeAt(lineStarts, at, at + (cells[index] ?? '').length);
}
