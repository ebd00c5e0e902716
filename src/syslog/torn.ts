/** A torn message has lost its head, or has something foreign in it; what matters of it is still found, by its own words. */
import { readSign, type Sign } from './sign.ts';

/** `…YPTO-4-RECVD_PKT_INV_SPI: decaps: …`: the name that is left. */
export const NAME_LEFT = /([A-Z][A-Z0-9_]*)?-([0-7])-([A-Z0-9_]+) ?: ?(.*)$/s;
/** `has invalid spi for destaddr=192.0.2.1, …`: the sentence alone. */
export const SENTENCE_LEFT = /\binvalid spi for\s+dest_?addr {0,2}=.*$/is;
/** Somebody else's words follow: a logged command, an applet, a person. */
export const QUOTES = /%?(?:HA_EM-\d-LOG|PARSER-\d-CFGLOG_LOGGEDCMD|SYS-\d-USERLOG_\w+)/;
/** By the name alone: what is left of the facility may be any end of it. */
const FACILITY: Readonly<Record<string, string>> = {
  CRYPTO_SS: 'DMVPN',
  NHRP_NHS_DOWN: 'DMVPN',
  REPLAY_ERROR: 'IPSEC',
  RESTART: 'SYS',
  BOOTTIME: 'SYS',
  COLDSTART: 'SNMP',
  UPDOWN: 'LINEPROTO',
};

/** Undefined where nothing is left that says whose it is. */
export function readTornSign(text: string): Sign | undefined {
  if (QUOTES.test(text)) return undefined;
  const sign = bySignName(text) ?? bySentence(text);
  return sign === undefined || (sign.peer === null && sign.interface === null && sign.spi === null) ? undefined : sign;
}

function bySignName(text: string): Sign | undefined {
  const [, facility = '', severity = '', name = '', message = ''] = NAME_LEFT.exec(text) ?? [];
  const whole = FACILITY[name] ?? 'CRYPTO';
  return name !== '' && whole.endsWith(facility) ? readSign(`%${whole}-${severity}-${name}: ${message}`) : undefined;
}

function bySentence(text: string): Sign | undefined {
  const sentence = SENTENCE_LEFT.exec(text)?.[0];
  return sentence === undefined ? undefined : readSign(`%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has ${sentence}`);
}
