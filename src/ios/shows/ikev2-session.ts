/** `show crypto ikev2 session detailed` lists each IKEv2 SA with the child SAs that it carries: what IKE believes to have. */
import { parseHexSpi } from '../../ipsec/spi.ts';
import { sessionHead } from '../ikev2-lines.ts';
import { type ShowLine, showLines, withoutAbsent } from '../show-lines.ts';
import { followIkev2 } from './ike.ts';
import type { Show, Shown, ShownChildSa, ShownIkeSa, ShownState } from './show.ts';

/** `          ESP spi in/out: 0x232CB82D/0x30767B6E  ` */
export const CHILD_SPIS = /^\s*ESP spi in\/out: (0x[0-9A-Fa-f]{1,8})\/(0x[0-9A-Fa-f]{1,8})\b/;
/** `Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535`, `          remote selector 10.2.0.0/0 - 10.2.0.255/65535`; both on one line below `local selector       ->      remote selector` */
export const SELECTOR = /(local|remote) selector {1,4}([0-9A-Fa-f.:]{2,45}\/\d{1,5} - [0-9A-Fa-f.:]{2,45}\/\d{1,5})/;
/** `          89.89.89.0/0 - 89.89.89.255/65535    ->    99.99.99.0/0 - 99.99.99.255/65535` */
export const SELECTORS =
  /^\s*([0-9A-Fa-f.:]{2,45}\/\d{1,5} - [0-9A-Fa-f.:]{2,45}\/\d{1,5}) {1,12}-> {1,12}([0-9A-Fa-f.:]{2,45}\/\d{1,5} - [0-9A-Fa-f.:]{2,45}\/\d{1,5})/;

/** `Child sa: local selector …`: its selectors follow, several of a kind one below the other */
export const CHILD_HEAD = /^\s*Child sa:/;

/** `          Encr: AES-CBC, keysize: 256, esp_hmac: SHA256`, below the SPIs of a child SA; one of GCM has `esp_hmac: None` */
export const CHILD_CIPHER = /^\s*Encr: ([\w-]{2,30}), (?:keysize: (\d{1,4}), )?esp_hmac: ([\w-]{1,30})/;
/** `          ah_hmac: None, comp: IPCOMP_NONE, mode tunnel` */
export const CHILD_MODE = /\bcomp: \w{1,30}, mode (tunnel|transport)\b/;

export const cryptoIkev2Session: Show = {
  id: 'crypto-ikev2-session',
  command: 'show crypto ikev2 session detailed',
  names: /^show_crypto_ikev2_session/i,
  read(text): ShownState {
    const ikeSas: Shown<ShownIkeSa>[] = [];
    const childSas: Shown<ShownChildSa>[] = [];
    const state: ShownState = { ikeSas, ikeChildSas: childSas };
    let proxies: Proxies = {};
    let session: ReturnType<typeof sessionHead>;
    for (const line of showLines(text)) {
      session = sessionHead(line.text) ?? session;
      const before = ikeSas.length;
      followIkev2(line, ikeSas, state);
      if (ikeSas.length > before) Object.assign(ikeSas.at(-1)?.value ?? {}, session);
      if (CHILD_HEAD.test(line.text)) proxies = {};
      proxies = withMore(proxies, proxiesOf(line.text));
      childSas.push(...childSasOf(line, proxies, ikeSas.at(-1)?.value));
      for (const { value } of childSas.slice(-2)) Object.assign(value, protectionOf(line.text));
    }
    return state;
  },
  samples: [
    [
      'Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1',
      '1         192.0.2.1/500         198.51.100.1/500      none/none            READY',
      '      Life/Active Time: 86400/38157 sec',
      'Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535',
      '          remote selector 10.2.0.0/0 - 10.2.0.255/65535',
      '          ESP spi in/out: 0x232CB82D/0x30767B6E',
    ].join('\n'),
  ],
};

type Proxies = Pick<ShownChildSa, 'localProxy' | 'remoteProxy'>;

function proxiesOf(text: string): Proxies {
  const [, localProxy, remoteProxy] = SELECTORS.exec(text) ?? [];
  if (localProxy !== undefined) return { localProxy, remoteProxy };
  const [, end, selector] = SELECTOR.exec(text) ?? [];
  return end === undefined ? {} : end === 'local' ? { localProxy: selector } : { remoteProxy: selector };
}

/** A child SA may have several selectors at either end. [C RFC 7296 2.9] */
function withMore({ localProxy, remoteProxy }: Proxies, more: Proxies): Proxies {
  const joined = (one: string | undefined, two: string | undefined) =>
    one === undefined || two === undefined ? (one ?? two) : `${one}, ${two}`;
  return { localProxy: joined(localProxy, more.localProxy), remoteProxy: joined(remoteProxy, more.remoteProxy) };
}

/** Of both directions, which stand on one line above. */
function protectionOf(text: string): Pick<ShownChildSa, 'transform' | 'mode'> {
  const [, cipher, bits, hash] = CHILD_CIPHER.exec(text) ?? [];
  const mode = CHILD_MODE.exec(text)?.[1];
  return withoutAbsent({
    transform:
      cipher === undefined ? undefined : [cipher, bits, hash === 'None' ? undefined : hash].filter((word) => word !== undefined).join(' '),
    mode: mode === undefined ? undefined : mode === 'tunnel' ? 'Tunnel' : 'Transport',
  });
}

/** The IKE SA above says whose: its second address is the remote end. [C] */
function childSasOf({ line, text }: ShowLine, proxies: Proxies, ikeSa: ShownIkeSa | undefined): Shown<ShownChildSa>[] {
  const [, first = '', second = ''] = CHILD_SPIS.exec(text) ?? [];
  const spis = { inbound: parseHexSpi(first), outbound: parseHexSpi(second) };
  const remote = ikeSa?.addresses[1];
  return (['inbound', 'outbound'] as const).flatMap((direction) => {
    const spi = spis[direction];
    return spi === undefined ? [] : [{ value: { spi, direction, remote, ...proxies }, line, text }];
  });
}
