/** The device's own list of detectors, read from its fixture: each one's options, and for each option the forms that it may take. */
import { readFileSync } from 'node:fs';

export interface ListedOption {
  /** `?authc`, without the mark. */
  keyword: string;
  isOptional: boolean;
  /** As they may be typed: `authc success`, `authc fail`. */
  forms: string[];
}

export interface ListedDetector {
  id: string;
  /** The word that it goes by in an applet. */
  word: string;
  options: ListedOption[];
}

const SAMPLES: Readonly<Record<string, string>> = {
  ADDRESS: '192.0.2.1',
  CRON: '"0 19 * * 1-5"',
  INTERFACE: 'GigabitEthernet0/1',
  NUMBER: '7',
  OID: '1.3.6.1.4.1.9.9.109.1.1.1.1.3.1',
  OPERATOR: 'ge',
  PATTERN: '".*Ethernet[0-9] .*"',
  PREFIX: '198.51.100.0/24',
  SECONDS: '12.500',
  WORD: 'ONE_1',
};

/** The list shows two words as Tcl writes them. */
const TYPED: Readonly<Record<string, string>> = { cron_entry: 'cron-entry' };

export function readDeviceList(): ListedDetector[] {
  const detectors: ListedDetector[] = [];
  for (const line of readFileSync(new URL('fixtures/device-detectors.txt', import.meta.url), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [id = '', , word = id] = line.trim().split(' ');
    if (line.startsWith(' ')) detectors.at(-1)?.options.push(readOption(line.trim()));
    else detectors.push({ id, word, options: [] });
  }
  return detectors;
}

function readOption(line: string): ListedOption {
  const isOptional = line.startsWith('?');
  const text = line.replace(/^\?/, '').replace(/\b[A-Z]+\b/g, (word) => SAMPLES[word] ?? word);
  const [first = '', ...rest] = text.split(' ');
  const values = rest.join(' ').split(' | ');
  // A choice without a keyword before it: `watchdog | countdown`.
  if (rest[0] === '|') return { keyword: first, isOptional, forms: text.split(' | ') };
  const keyword = TYPED[first] ?? first;
  return { keyword, isOptional, forms: values.map((value) => `${keyword} ${value.replace(/^\( | \)$/g, '')}`.trim()) };
}
