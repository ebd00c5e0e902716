/** Junos sends the same messages as structured data too: name and fields in brackets, with the words behind them, or without where `brief` is set. */

/**
 * `kmd 14162 KMD_PM_SA_ESTABLISHED [junos@2636.1.1.1.2.129 local-address="192.0.2.1" …] Local gateway: …`
 * [C RFC 5424 6.3, Junos structured-data statement: the words follow unless brief is set; 2636 is Juniper's number]
 */
export const STRUCTURED =
  /^\s?\S{1,20} (?:\d{1,9}|-) ([A-Z][A-Z0-9_]{1,60}) \[junos@2636[\d.]{0,40}((?: [\w-]{1,40}="[^"]{0,400}")*) ?\] ?(.*)$/;
const FIELD = / ([\w-]{1,40})="([^"]{0,400})"/g;

/** The message as a file that is not structured has it; undefined for one that is. */
export function structuredWords(body: string): string | undefined {
  const [, name, printed = '', words = ''] = STRUCTURED.exec(body) ?? [];
  if (name === undefined) return undefined;
  if (words.trim() !== '') return `${name}: ${words.trim()}`;
  const fields = new Map([...printed.matchAll(FIELD)].map(([, key = '', value = '']) => [key, value]));
  return `${name}: ${WORDS[name]?.(fields) ?? ''}`;
}

type Fields = ReadonlyMap<string, string>;

/** The fields are called as the manual calls the parts of the words. [L] Junos System Log Messages Reference */
const WORDS: Readonly<Record<string, (fields: Fields) => string>> = {
  RT_IPSEC_BAD_SPI: (fields) =>
    `received a packet with a bad SPI. ${fields.get('source-address') ?? ''}->${fields.get('destination-address') ?? ''}/${fields.get('length') ?? '0'}, ESP, SPI ${spiIn(fields.get('index'))}`,
  KMD_PM_SA_ESTABLISHED: (fields) =>
    `Local gateway: ${fields.get('local-address') ?? ''}, Remote gateway: ${fields.get('remote-address') ?? ''}, Direction: ${directionIn(fields)}, SPI: ${spiIn(fields.get('index1'))}`,
  KMD_VPN_UP_ALARM_USER: (fields) => `VPN ${nameIn(fields)} from ${fields.get('remote-address') ?? ''} is up.`,
  KMD_VPN_DOWN_ALARM_USER: (fields) => `VPN ${nameIn(fields)} from ${fields.get('remote-address') ?? ''} is down.`,
};

function directionIn(fields: Fields): string {
  return [...fields.values()].find((value) => value === 'inbound' || value === 'outbound') ?? '';
}

function nameIn(fields: Fields): string {
  return (fields.get('vpn-name') ?? 'unnamed').replaceAll(/\s/g, '-');
}

/** More figures than eight are decimal; of eight and fewer without a mark nobody knows, so they are no SPI. */
function spiIn(printed = ''): string {
  if (/^0x[0-9a-f]{1,8}$/i.test(printed)) return printed;
  if (/^\d{9,10}$/.test(printed)) return `0x${Number(printed).toString(16)}`;
  return /^(?=.*[a-f])[0-9a-f]{8}$/i.test(printed) ? `0x${printed}` : '';
}
