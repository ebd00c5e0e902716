/** A mutation damages one line as terminals, relays and editors do: cut, doubled, swapped, spliced, foreign bytes. */
import type { Random } from '../../src/lab/random.ts';

const FOREIGN = [
  '\u0000',
  '\b',
  '\u001b[7m',
  ' --More-- ',
  '\t',
  '\r',
  '\n',
  'é',
  '�',
  '#',
  '%',
  ':',
  '(',
  ')',
  '0x',
  '99999999999999999999',
];

export function mutate(line: string, random: Random, other: string): string {
  const at = Math.floor(random() * (line.length + 1));
  const to = at + Math.floor(random() * 20);
  const foreign = FOREIGN[Math.floor(random() * FOREIGN.length)] ?? '';
  const damaged = [
    () => line.slice(0, at),
    () => line.slice(at),
    () => line.slice(0, at) + foreign + line.slice(at),
    () => line.slice(0, at) + line.slice(to),
    () => line.slice(0, at) + other,
    () => line + other,
    () => line.slice(0, at) + line.slice(at, to).repeat(3) + line.slice(to),
    () => line.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + line.slice(at + 1),
  ];
  return damaged[Math.floor(random() * damaged.length)]?.() ?? line;
}
