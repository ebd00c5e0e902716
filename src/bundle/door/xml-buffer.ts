/** The XML buffer keeps of a message its name and its values, not its words: those that are read get their words again. */
import type { Page } from './page.ts';

/** `<ios-log-msg><facility>SYS</facility><severity>5</severity><msg-id>CONFIG_I</msg-id><time>00:04:20</time><args><arg id="0">console</arg>…`, which a terminal folds. [C] XML Interface to Syslog Messages */
const OPENS = '<ios-log-msg>';
const CLOSES = '</ios-log-msg>';
const FIELD = /<(facility|severity|msg-id|seq|time)>([^<]{0,200})</g;
const VALUE = /<arg\s+id="\d{1,2}">([^<]{0,400})</g;
/** One that never ends is no message. */
const LINES_MAX = 40;

/** The words of the manual, in its order of the values. [L] System message guide */
const WORDS: Record<string, (values: readonly string[]) => string | undefined> = {
  'CRYPTO-RECVD_PKT_INV_SPI': ([destination, protocol, spi, decimal, source, through]) =>
    source === undefined
      ? undefined
      : `decaps: rec'd IPSEC packet has invalid spi for destaddr=${destination}, prot=${protocol}, spi=${spi}(${decimal}), srcaddr=${source}${through === undefined ? '' : `, input interface=${through}`}`,
  'SYS-CLOCKUPDATE': ([from, to, ...by]) =>
    to === undefined ? undefined : `System clock has been updated from ${from} to ${to}, configured from ${by.join(' ')}`,
};

export function openXmlBuffer(page: Page): Page {
  if (!page.lines.some((line) => line.includes(OPENS))) return page;
  const read: Page = { ...page, lines: [], numbers: [], done: [...page.done, 'the messages of an XML buffer were put into words'] };
  for (let at = 0; at < page.lines.length; at += 1) {
    const begun = at;
    let said = page.lines[at] ?? '';
    while (said.includes(OPENS) && !said.includes(CLOSES) && at + 1 < page.lines.length && at - begun < LINES_MAX) {
      at += 1;
      said = `${said} ${page.lines[at] ?? ''}`;
    }
    for (const line of said.includes(OPENS) ? messagesIn(said) : [said]) {
      read.lines.push(line);
      read.numbers.push(page.numbers[begun] ?? begun + 1);
    }
  }
  return read;
}

function messagesIn(said: string): string[] {
  return said.split(OPENS).slice(1).map(wordsOf);
}

function wordsOf(message: string): string {
  const fields = new Map([...message.matchAll(FIELD)].map(([, name = '', value = '']) => [name, value]));
  const values = [...message.matchAll(VALUE)].map(([, value = '']) => value);
  const [facility = '', severity = '', name = '', seq] = ['facility', 'severity', 'msg-id', 'seq'].map((each) => fields.get(each));
  const words = WORDS[`${facility}-${name}`]?.(values) ?? values.join(' ');
  return `${seq === undefined ? '' : `${seq}: `}${fields.get('time') ?? ''}: %${facility}-${severity}-${name}: ${words}`;
}
