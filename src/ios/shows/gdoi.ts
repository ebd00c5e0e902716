/** The shows of GETVPN: whether a group member is registered, at which key server, and the SAs that the group gave it. */
import { readAddress } from '../../ipsec/address.ts';
import { parseHexSpi } from '../../ipsec/spi.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownGroup, ShownState } from './show.ts';

/** `SA created for group getvpn1:` */
export const GROUP_SA = /^\s*SA created for group (\S+?):\s*$/;
/** `    Group Name               : GETVPN` */
export const GROUP_NAME = /^\s*Group Name\s{0,30}: (\S+)/;
/** `    Registration status      : Registered`, `Group Member … Status` [C Cisco GETVPN Configuration Guide] */
export const REGISTRATION = /^\s*(?:Registration status|Group member status|GM State)\s{0,30}: (\S.{0,80}?)\s*$/i;
/** `    Registered with          : 192.0.2.100` */
export const REGISTERED_WITH = /^\s*(?:Registered with|Active Group Server|Rekeys received from)\s{0,30}: (\S+)/i;
/** `       spi: 0x3F2A9C11(1059757073)`, `     Current SPI : 0x3F2A9C11`, `   SPI = 0x3F2A9C11` */
export const GROUP_SPI = /^\s*(?:current )?spi\s{0,20}[:=] ?(0x[0-9A-Fa-f]{1,8})\b/i;

export const cryptoGdoi: Show = {
  id: 'crypto-gdoi',
  command: 'show crypto gdoi',
  names: /^show_crypto_gdoi/i,
  read(text): ShownState {
    const groups: Shown<ShownGroup>[] = [];
    for (const line of showLines(text)) follow(line, groups);
    return { groups };
  },
  samples: [
    'SA created for group GETVPN:\n  GigabitEthernet0/0/1:\n    protocol = ip\n      local ident  = 10.1.0.0, port = 0',
    '    Group Name               : GETVPN\n    Registration status      : Registered\n    Registered with          : 192.0.2.100',
  ],
};

function follow({ line, text }: ShowLine, groups: Shown<ShownGroup>[]): void {
  const created = GROUP_SA.exec(text)?.[1];
  if (created !== undefined) groups.push({ value: { name: created, status: 'SA created' }, line, text });
  const name = GROUP_NAME.exec(text)?.[1];
  if (name !== undefined) groups.push({ value: { name }, line, text });
  const last = groups.at(-1)?.value;
  if (last === undefined) return;
  last.status = REGISTRATION.exec(text)?.[1] ?? last.status;
  last.keyServer ??= readAddress(REGISTERED_WITH.exec(text)?.[1]);
  const spi = parseHexSpi(GROUP_SPI.exec(text)?.[1] ?? '');
  if (spi !== undefined) last.spis = [...(last.spis ?? []), spi];
}
