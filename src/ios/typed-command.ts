/** A typed command is read as IOS takes it: every word may be cut short as long as it stays unambiguous. [C] */

interface Keywords {
  readonly [word: string]: Keywords;
}

const END: Keywords = {};
const NAMED: Keywords = { peer: END, map: END, entry: END, counters: END, spi: END, vrf: END, identity: END };
const OF_CRYPTO: Keywords = {
  sa: NAMED,
  session: { remote: END, local: END, username: END, fvrf: END, ivrf: END, isakmp: END, ikev2: END, active: END, standby: END },
  isakmp: END,
  ikev2: { sa: { remote: END, local: END, psh: END, fvrf: END }, stats: END, client: END },
  ipsec: { sa: NAMED, client: END },
  gdoi: END,
  engine: END,
  call: END,
  pki: END,
  ssl: END,
};
/** What is cleared beside it, so that a word that fits several is left as it was typed. */
const CLEARED: Keywords = {
  crypto: OF_CRYPTO,
  counters: END,
  cdp: END,
  ip: { nhrp: END, route: END, nat: END, bgp: END, ospf: END, eigrp: END, arp: END },
  interface: END,
  logging: END,
  line: END,
  arp: END,
  bgp: END,
  dmvpn: { session: END },
  omp: END,
};
const DEBUGGED: Keywords = {
  all: END,
  crypto: {
    isakmp: { error: END, aaa: END, ha: END, condition: END },
    ikev2: { error: END, condition: END, packet: END, internal: END, client: END, cluster: END },
    ipsec: { error: END, client: END, ha: END },
    engine: { error: END, packet: END },
    condition: { peer: END, reset: END, unmatched: END, spi: END, connid: END, isakmp: END },
    pki: { messages: END, transactions: END, callbacks: END, validation: END },
    gdoi: END,
    kmi: END,
    socket: END,
  },
  condition: END,
  dmvpn: { detail: END, all: END, condition: END, error: END },
  nhrp: { packet: END, extension: END, cache: END, error: END, condition: END },
  ip: END,
  tunnel: END,
};
/** One letter fits too many first words; `u` is what people type. */
const ONE_LETTER = /^[a-tv-z]$/i;
const COMMANDS: Keywords = { clear: CLEARED, debug: DEBUGGED, undebug: DEBUGGED, no: { debug: DEBUGGED } };

/** `cl cry sa peer 198.51.100.1` as `clear crypto sa peer 198.51.100.1`, `u all` as `undebug all`; what is none of these commands stays as typed. */
export function spelledOut(command: string): string {
  const words = command.trim().split(/\s+/);
  const isFromConfiguration = /^do$/i.test(words[0] ?? '');
  let keywords: Keywords | undefined = COMMANDS;
  const spelled = words.map((word, index) => {
    if (keywords === undefined || (isFromConfiguration && index === 0)) return word;
    if (index === 0 && ONE_LETTER.test(word)) keywords = END;
    const keyword: string | undefined = keywordOf(word, keywords);
    keywords = keyword === undefined ? undefined : keywords[keyword];
    return keyword ?? word;
  });
  // A command that no word of was known keeps its blanks too: it may quote something.
  return spelled.every((word, index) => word === words[index]) ? command : spelled.join(' ');
}

function keywordOf(word: string, keywords: Keywords): string | undefined {
  const typed = word.toLowerCase();
  if (Object.hasOwn(keywords, typed)) return typed;
  const fitting = Object.keys(keywords).filter((keyword) => keyword.startsWith(typed));
  return fitting.length === 1 ? fitting[0] : undefined;
}
