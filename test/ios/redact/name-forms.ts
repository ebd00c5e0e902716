/** The forms in which IOS prints a name, an address, a user or a serial number, filled with values that are drawn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../../src/lab/random.ts';

export const NAME_FORMS: readonly string[] = readFileSync(
  join(import.meta.dirname.replace('/dist-bench/', '/'), '../name-forms.txt'),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '));

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const below = (random: Random, count: number): number => Math.floor(random() * count);
const word = (random: Random, length: number): string => Array.from({ length }, () => LETTERS[below(random, 26)]).join('');

/** A customer: his hosts, domains and people come again and again, as they do in a log. */
export interface Customer {
  values: Readonly<Record<string, readonly string[]>>;
}

export function drawCustomer(random: Random): Customer {
  const many = (count: number, draw: () => string): string[] => Array.from({ length: count }, draw);
  return {
    values: {
      HOST: many(6, () => `rt${word(random, 5)}-${word(random, 3)}${below(random, 90)}`),
      DOMAIN: many(3, () => `q${word(random, 6)}.example.${['net', 'com', 'org'][below(random, 3)]}`),
      NAME: many(12, () => `${word(random, 4).toUpperCase()}_${word(random, 5).toUpperCase()}${below(random, 10)}`),
      USER: many(5, () => `j${word(random, 7)}`),
      SERIAL: many(4, () => `FTX${1000 + below(random, 8999)}${word(random, 4).toUpperCase()}`),
      V4: many(40, () => `203.${below(random, 256)}.${below(random, 256)}.${1 + below(random, 250)}`),
      V6: many(
        10,
        () =>
          `2001:DB8:${(4096 + below(random, 60000)).toString(16).toUpperCase()}::${(16 + below(random, 60000)).toString(16).toUpperCase()}`,
      ),
      MAC: many(20, () => {
        const digits = `7${Array.from({ length: 11 }, () => below(random, 16).toString(16)).join('')}`;
        const forms = [
          (digits.match(/.{4}/g) ?? []).join('.'),
          (digits.match(/../g) ?? []).join(':'),
          (digits.match(/../g) ?? []).join('-').toUpperCase(),
        ];
        return forms[below(random, 3)] ?? '';
      }),
      TEXT: many(6, () => `line to ${word(random, 9)} in ${word(random, 8)} street ${below(random, 99)}`),
    },
  };
}

/** The line, and the values that must not be read of it. */
export function fillNames(form: string, { values }: Customer, random: Random): { text: string; values: string[] } {
  const used: string[] = [];
  const text = form.replace(/«(\w+)»/g, (_marker, kind: string) => {
    const all = values[kind] ?? [];
    const value = all[below(random, all.length)] ?? '';
    used.push(value);
    return value;
  });
  return { text, values: used };
}
