/** Citing back names the line of the file as the user has it, whatever the front door made of that file before it was read. */
import type { Bundle, Origin } from '../bundle/bundle.ts';
import { SIDES, type Side } from '../ipsec/side.ts';

/** The same value; every citation in it has the file and the line that were handed in. */
export function citeBack<Value>(value: Value, { origins }: Pick<Bundle, 'origins'>, isExchanged: boolean): Value {
  if (origins === undefined || SIDES.every((side) => Object.keys(origins[side]).length === 0)) return value;
  const originOf = (side: Side, file: string): Origin | undefined => {
    const strayed = /^\.\.\/([ab])\/(.+)$/.exec(file);
    const home = isExchanged ? (side === 'a' ? 'b' : 'a') : side;
    return origins[home][file] ?? (strayed === null ? undefined : origins[strayed[1] as Side][strayed[2] ?? '']);
  };
  return walk(value, originOf) as Value;
}

function walk(value: unknown, originOf: (side: Side, file: string) => Origin | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, originOf));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, originOf)]));
  if (!isCitation(copy)) return copy;
  const origin = originOf(copy.side, copy.file);
  if (origin === undefined) return copy;
  const numberOf = (line: number) => origin.numbers?.[line - 1] ?? line;
  const end = typeof copy['endLine'] === 'number' ? { endLine: numberOf(copy['endLine']) } : {};
  return { ...copy, ...end, file: origin.file, line: numberOf(copy.line) };
}

function isCitation(value: Record<string, unknown>): value is Record<string, unknown> & { side: Side; file: string; line: number } {
  return (value['side'] === 'a' || value['side'] === 'b') && typeof value['file'] === 'string' && typeof value['line'] === 'number';
}
