/** A configured line is quoted with the head of its section and without its key. */
import { removeSecrets } from './secrets.ts';
import type { ShowLine } from './show-lines.ts';

export interface ConfiguredLine {
  line: number;
  /** `crypto map OUTSIDE 10 ipsec-isakmp: set peer 198.51.100.1` */
  text: string;
}

const CHARACTERS_MAX = 160;
/** What stands between these words and the address is the key. */
const KEY = /^(crypto isakmp key) .*? ((?:address|hostname) .*)$/;
/** `pre-shared-key address 198.51.100.1 255.255.255.255 key KEY` */
const KEYRING_KEY = /^(pre-shared-key (?:address(?: ipv6)?|hostname) \S+(?: \d[\d.]*)?) .*$/;

export function quoteLine({ line, text }: ShowLine, head?: ShowLine): ConfiguredLine {
  const quoted = [head?.text, text].filter((part) => part !== undefined).map(quotePart);
  return { line, text: quoted.join(': ').slice(0, CHARACTERS_MAX) };
}

function quotePart(text: string): string {
  const line = text.trim();
  const quoted = line.replace(KEY, '$1 … $2').replace(KEYRING_KEY, '$1 …');
  return quoted === line ? removeSecrets(line) : quoted;
}
