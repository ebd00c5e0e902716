/** The shows of IKE's own SAs, of both versions. */

import { addressesOf } from '../../ipsec/address.ts';
import { followExchanges } from '../ikev2-lines.ts';
import { parseUptime } from '../log/stamp.ts';
import { allShown, type ShowLine, showLines, withoutAbsent } from '../show-lines.ts';
import type { Show, Shown, ShownIkeSa, ShownState } from './show.ts';

/** `973       92.1.121.1/500        22.1.1.2/500          none/121             READY` */
export const IKEV2_ROW =
  /^\s*(?<id>\d+)\s+(?<local>[0-9A-Fa-f.:]+)\/(?<localPort>\d+)\s+(?<remote>[0-9A-Fa-f.:]+)\/(?<remotePort>\d+)\s+(?<vrfs>\S+)\s+(?<state>[A-Z_-]+)\s*$/;
/** An IPv6 SA needs three lines: its row begins with `Tunnel-id    fvrf/ivrf              Status`, the ends follow. */
export const IKEV2_ROW_V6 = /^\s*(?<id>\d+)\s+(?<vrfs>\S+\/\S+)\s+(?<state>[A-Z_-]+)\s*$/;
/** `Local  2001:101:0:1::1/500`, `Remote  2001:101:0:1::2/500` */
export const IKEV2_END_V6 = /^\s*(?:Local|Remote)\s+([0-9A-Fa-f:]+)\/(\d+)\s*$/;
/** `      Life/Active Time: 86400/12689 sec` */
export const LIFE_ACTIVE = /Life\/Active Time: (\d+)\/(\d+) sec/;
/** `      Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:19, Auth sign: PSK, Auth verify: PSK`, at first without a PRF; a child SA's line has no DH group */
export const IKE_CIPHER =
  /^\s*Encr: (?<cipher>[\w-]{2,30}), (?:keysize: (?<bits>\d{1,4}), )?(?:PRF: (?<prf>[\w-]{1,30}), )?(?:Hash: (?<hash>[\w-]{1,30}), )?DH Grp: ?(?<group>\d{1,3})(?:, Auth sign: (?<sign>[\w-]{1,30}), Auth verify: (?<verify>[\w-]{1,30}))?/;
/** `      CE id: 76468, Session-id: 17155` */
export const IKE_SESSION = /^\s*CE id: \d{1,10}, Session-id: (\d{1,10})/;
/** `      Local spi: 000D3669857A0F82       Remote spi: E0419B1DB02DE6AE` */
export const IKE_SPIS = /^\s*Local spi: ([0-9A-Fa-f]{16})\s+Remote spi: ([0-9A-Fa-f]{16})/;
/** `      Local id: user@example.com`, `      Remote id: 198.51.100.1` */
export const IKE_ID = /^\s*(Local|Remote) id: (\S.{0,250}?)\s*$/;
/** `      NAT-T is not detected`, `      NAT-T is detected inside` */
export const IKE_NAT = /^\s*NAT-T is (not )?detected/;
/** `      Initiator of SA : Yes` */
export const INITIATOR = /Initiator of SA : (Yes|No)/;
/** `      DPD configured for 10 seconds, retry 2`; 0 seconds are no DPD */
export const DPD_CONFIGURED = /DPD configured for (\d{1,6}) seconds, retry \d{1,4}/;

/** `show crypto ikev2 sa detailed` lists the IKEv2 SAs: ready or not, since when, who began, and whether DPD runs. */
export const cryptoIkev2Sa: Show = {
  id: 'crypto-ikev2-sa',
  command: 'show crypto ikev2 sa detailed',
  names: /^show_crypto_ikev2_sa(?:_|\.|$)/i,
  isSilentWhenEmpty: true,
  read(text): ShownState {
    const ikeSas: Shown<ShownIkeSa>[] = [];
    const state: ShownState = { ikeSas };
    for (const line of showLines(text)) followIkev2(line, ikeSas, state);
    return state;
  },
  samples: [
    [
      'Tunnel-id Local                 Remote                fvrf/ivrf            Status',
      '1         192.0.2.1/500         198.51.100.1/500      none/none            READY',
      '      Life/Active Time: 86400/735 sec',
      '      DPD configured for 10 seconds, retry 2',
      '      Initiator of SA : Yes',
    ].join('\n'),
  ],
};

export function followIkev2({ line, text }: ShowLine, ikeSas: Shown<ShownIkeSa>[], state: ShownState): void {
  const row = (IKEV2_ROW.exec(text) ?? IKEV2_ROW_V6.exec(text))?.groups;
  if (row !== undefined) ikeSas.push({ value: ikev2Of(row), line, text });
  const own = ikeSas.at(-1);
  const last = own?.value;
  if (own === undefined || last === undefined) return;
  const [, end, port] = IKEV2_END_V6.exec(text) ?? [];
  last.addresses.push(...addressesOf(end));
  if (port !== undefined) last.ports = [...(last.ports ?? []), Number(port)];
  followIkev2Detail(last, text);
  followExchanges(last, text);
  // Whether it is periodic this line does not say: the configuration does.
  const interval = DPD_CONFIGURED.exec(text)?.[1];
  if (interval === undefined) return;
  last.dpdSeconds = Number(interval);
  last.dpdLine = { below: line - own.line, text };
  if (last.dpdSeconds > 0) state.isDpdConfigured ??= { value: true, line, text };
}

function ikev2Of({ id, local, localPort, remote, remotePort, vrfs = '', state = '' }: Record<string, string | undefined>): ShownIkeSa {
  const [frontVrf, vrf] = vrfs.split('/').map((name) => (/^none$/i.test(name) ? undefined : name));
  const ports = localPort === undefined ? {} : { ports: [Number(localPort), Number(remotePort)] };
  return { state, addresses: addressesOf(local, remote), ...ports, connId: Number(id), frontVrf, vrf };
}

function followIkev2Detail(ike: ShownIkeSa, text: string): void {
  const initiator = INITIATOR.exec(text)?.[1];
  if (initiator !== undefined) ike.isInitiator = initiator === 'Yes';
  const [, life, active] = LIFE_ACTIVE.exec(text) ?? [];
  if (active !== undefined) Object.assign(ike, { lifetimeSeconds: Number(life), activeSeconds: Number(active) });
  Object.assign(ike, protectionOf(IKE_CIPHER.exec(text)?.groups));
  const session = IKE_SESSION.exec(text)?.[1];
  if (session !== undefined) ike.sessionId = Number(session);
  const [, localSpi, remoteSpi] = IKE_SPIS.exec(text) ?? [];
  if (remoteSpi !== undefined) Object.assign(ike, { localSpi, remoteSpi });
  const [, side, id] = IKE_ID.exec(text) ?? [];
  if (side === 'Local') ike.localId = id;
  if (side === 'Remote') ike.remoteId = id;
  const nat = IKE_NAT.exec(text);
  if (nat !== null) ike.isNatDetected = nat[1] === undefined;
}

function protectionOf(groups: Record<string, string | undefined> | undefined): Partial<ShownIkeSa> {
  if (groups === undefined) return {};
  const { cipher, bits, prf, hash, group, sign, verify } = groups;
  return withoutAbsent({
    encryption: bits === undefined ? cipher : `${cipher} ${bits}`,
    prf,
    hash,
    dhGroup: Number(group),
    localAuth: sign,
    remoteAuth: verify,
  });
}

/** `198.51.100.2    192.0.2.1       QM_IDLE           1010 ACTIVE`, `… MM_NO_STATE      29188 ACTIVE (deleted)`; of a GETVPN member with its key server `… GDOI_IDLE         1001 ACTIVE`, `… GDOI_REKEY        1002 ACTIVE` [C] Cisco, "GETVPN Troubleshoot Guide", document 116958 */
export const ISAKMP_ROW =
  /^\s*([0-9A-Fa-f.:]+)\s+([0-9A-Fa-f.:]+)\s+((?:MM|AG|QM|CONF|OAK|MODE|GDOI)_\w+)\s+(\d+)(?:\s+\d+)?(?:\s+([A-Z]\w{2,20}(?: \([^)]{1,40}\))?)(?:\s.*)?)?$/;
/** `29609 100.0.10.2      100.13.220.2     RED      ACTIVE aes  sha    psk  16 00:01:47 D  ` */
export const ISAKMP_DETAIL_ROW =
  /^\s*(?<id>\d+)\s+(?<local>[\w.:]*[.:][\w.:]*)\s+(?<remote>[\w.:]*[.:][\w.:]*)\s+(?:(?!(?:ACTIVE|STDBY)\b)(?<vrf>\S+)\s+)?(?<status>ACTIVE|STDBY)\b(?:\s+(?<cipher>\S+)\s+(?<hash>\S+)\s+(?<auth>\S+)\s+(?<group>\d{1,2})\s+(?<left>\S+)(?:\s+(?<capabilities>[A-Z]{1,8})(?=\s|$))?)?/;
/** `1     192.0.2.1       198.51.100.1             3des sha  psk  2  23:50:14 KD`: before 12.4(4)T without a column for the status [C] */
export const ISAKMP_OLD_DETAIL_ROW =
  /^\s*(?<id>\d+)\s+(?<local>[0-9A-Fa-f.:]+)\s+(?<remote>[0-9A-Fa-f.:]+)\s+(?:(?!ACTIVE|STDBY)(?<vrf>\S+)\s+)??(?<cipher>des|3des|aes)\s+(?<hash>md5|sha\d*)\s+(?<auth>psk|rsig|renc)\s+(?<group>\d{1,2})\s+(?<left>\S+)(?:\s+(?<capabilities>[A-Z]{1,8})(?=\s|$))?/;
/** `2  0` behind the DH group: what has no life yet, or no more, is no SA. */
export const NO_LIFETIME = /\s\d{1,2}\s+0(?:\s+[A-Z]{1,6}(?:\s[A-Z])*)?$/;

/** An IPv6 SA stands in a block: ` dst: 2001:DB8:2::2`, ` src: 2001:DB8:1::1`, ` state: QM_IDLE         conn-id:   1003 status: ACTIVE`, in 12.4T with `slot:      0` before the status. [C] */
export const ISAKMP_END_V6 = /^\s*(?:dst|src): ([0-9A-Fa-f:]{2,45})\s*$/;
export const ISAKMP_STATE_V6 =
  /^\s*state: ((?:MM|AG|QM|CONF|OAK|MODE|GDOI)_\w+)\s+conn-id: {1,12}(\d+)(?:\s+slot: {1,12}\d+)?(?:\s+status: (\S.*))?$/;

/** The detailed form prints no state of the exchange: what is active there, and lives, has its phase 1 behind it. [L] */
const UP = 'QM_IDLE';
const NOT_UP = 'MM_NO_STATE';
const SECOND_MS = 1000;

/** `show crypto isakmp sa` lists the IKEv1 SAs with their state; several QM_IDLE for one pair are a duplicate phase 1. */
export const cryptoIsakmpSa: Show = {
  id: 'crypto-isakmp-sa',
  command: 'show crypto isakmp sa',
  names: /^show_crypto_isakmp_sa(?:_detail)?(?:_|\.|$)/i,
  read(text): ShownState {
    const lines = showLines(text);
    const rows = allShown(lines, ISAKMP_ROW, ([, destination = '', source = '', state = '', id, status]) => {
      return { state, addresses: addressesOf(destination, source), connId: Number(id), status: status?.trim() };
    });
    const details = allShown(lines, ISAKMP_DETAIL_ROW, detailOf);
    const older = allShown(lines, ISAKMP_OLD_DETAIL_ROW, detailOf);
    return { ikeSas: [...(rows.length > 0 ? rows : [...details, ...older]), ...inBlocks(lines)] };
  },
  samples: [
    '198.51.100.1    192.0.2.1       QM_IDLE           1010 ACTIVE',
    '29609 192.0.2.1      198.51.100.1     RED      ACTIVE aes  sha    psk  16 00:01:47 D',
  ],
};

/** Where there is no column for the status the exchange is known by its lifetime alone. */
function detailOf({ groups = {} }: RegExpExecArray, text: string): ShownIkeSa {
  const {
    id,
    local,
    remote,
    vrf,
    status,
    cipher,
    hash,
    auth,
    group,
    left = '',
    capabilities,
  } = groups as Record<string, string | undefined>;
  const remaining = left === '0' ? { uptimeMs: 0 } : parseUptime(left);
  return {
    state: status === 'STDBY' ? status : NO_LIFETIME.test(text) ? NOT_UP : UP,
    addresses: addressesOf(local, remote),
    connId: Number(id),
    vrf,
    status,
    encryption: cipher,
    hash,
    localAuth: auth,
    remoteAuth: auth,
    capabilities,
    dhGroup: group === undefined ? undefined : Number(group),
    remainingSeconds: remaining === undefined ? undefined : remaining.uptimeMs / SECOND_MS,
  };
}

function inBlocks(lines: readonly ShowLine[]): Shown<ShownIkeSa>[] {
  let addresses: ShownIkeSa['addresses'] = [];
  return lines.flatMap(({ line, text }) => {
    addresses = [...addresses, ...addressesOf(ISAKMP_END_V6.exec(text)?.[1])];
    const [, state, id, status] = ISAKMP_STATE_V6.exec(text) ?? [];
    if (state === undefined) return [];
    const value = { state, addresses, connId: Number(id), status };
    addresses = [];
    return [{ value, line, text }];
  });
}
