/** The lines that main mode writes between its packets: policy, keys, identity, authentication. [C shapes] ike.md 3.3 */
import type { Role } from '../sa.ts';
import type { IkeSa, Ikev1End } from './end.ts';

/** What the packet lines call the state, by the step that is sent or received. [C] */
export const STATES: Readonly<Record<Role, readonly string[]>> = {
  I: ['', 'MM_NO_STATE', 'MM_NO_STATE', 'MM_SA_SETUP', 'MM_SA_SETUP', 'MM_KEY_EXCH', 'MM_KEY_EXCH'],
  R: ['', 'NEW SA', 'MM_SA_SETUP', 'MM_SA_SETUP', 'MM_KEY_EXCH', 'MM_KEY_EXCH', 'MM_KEY_EXCH'],
};

export function tellPacket({ ledger, remote }: Ikev1End, ike: IkeSa, direction: 'sending' | 'received', step: number): void {
  const state = STATES[ike.role][step] ?? '';
  const text =
    direction === 'sending'
      ? `sending packet to ${remote} my_port 500 peer_port 500 (${ike.role}) ${state}`
      : `received packet from ${remote} dport 500 sport 500 Global (${ike.role}) ${state}`;
  ledger.packet(ike.connId, text);
}

export function tellNewInitiator({ ledger, remote, ikeSas, childSas }: Ikev1End): void {
  ledger.isakmp(0, ' SA request profile is (NULL)');
  ledger.plain(
    `Created a peer struct for ${remote}, peer port 500`,
    'New peer created peer = 0x49A0B2C0 peer_handle = 0x80000004',
    'Locking peer struct 0x49A0B2C0, refcount 1 for isakmp_initiator',
    'local port 500, remote port 500',
  );
  ledger.newNode(0);
  // Another SA to the same peer is being set up, or still there. [C line, L meaning]
  if (ikeSas.length > 1 || childSas.length > 0) ledger.plain('Find a dup sa in the avl tree during calling isadb_insert sa = 4A1F3C58');
  ledger.isakmp(
    0,
    'Can not start Aggressive mode, trying Main mode.',
    `found peer pre-shared key matching ${remote}`,
    ' constructed NAT-T vendor-rfc3947 ID',
    ' constructed NAT-T vendor-07 ID',
    ' constructed NAT-T vendor-03 ID',
    ' constructed NAT-T vendor-02 ID',
  );
}

export function tellPolicy({ ledger, remote, traits }: Ikev1End, ike: IkeSa): void {
  const life = ike.lifetimeSeconds;
  const octets = [24, 16, 8, 0].map((shift) => `0x${((life >>> shift) & 0xff).toString(16).toUpperCase()}`).join(' ');
  ledger.isakmp(
    0,
    ' processing SA payload. message ID = 0',
    ' processing vendor id payload',
    ' vendor ID seems Unity/DPD but major 69 mismatch',
    ' vendor ID is NAT-T RFC 3947',
    `found peer pre-shared key matching ${remote}`,
    ' local preshared key found',
  );
  ledger.plain('Scanning profiles for xauth ...');
  ledger.isakmp(0, 'Checking ISAKMP transform 1 against priority 10 policy');
  ledger.plain(
    '     encryption AES-CBC',
    '     keylength of 256',
    '     hash SHA256',
    '     default group 14',
    '     auth pre-share',
    '     life type in seconds',
    `     life duration (VPI) of  ${octets} `,
  );
  ledger.isakmp(
    0,
    'atts are acceptable. Next payload is 0',
    'Acceptable atts:actual life: 0',
    'Acceptable atts:life: 0',
    'Fill atts in sa vpi_length:4',
    `Fill atts in sa life_in_seconds:${life}`,
    `Returning Actual lifetime: ${Math.min(life, traits.ikeLifetimeSeconds)}`,
    `:Started lifetime timer: ${Math.min(life, traits.ikeLifetimeSeconds)}.\n`,
  );
}

export function tellKeyExchange({ ledger, remote }: Ikev1End, { connId }: IkeSa): void {
  ledger.isakmp(0, ' processing KE payload. message ID = 0', ' processing NONCE payload. message ID = 0');
  ledger.isakmp(0, `found peer pre-shared key matching ${remote}`);
  ledger.isakmp(
    connId,
    ' processing vendor id payload',
    ' vendor ID is DPD',
    ' processing vendor id payload',
    ' speaking to another IOS box!',
    ' processing vendor id payload',
    ' vendor ID is Unity',
  );
  ledger.plain('received payload type 20');
  ledger.isakmp(connId, ' His hash no match - this node outside NAT');
  ledger.plain('received payload type 20');
  ledger.isakmp(connId, ' No NAT Found for self or peer');
}

export function tellIdentity({ ledger, address }: Ikev1End, { connId }: IkeSa, isInitialContact: boolean): void {
  if (isInitialContact) ledger.isakmp(connId, 'Send initial contact');
  ledger.isakmp(
    connId,
    'SA is doing pre-shared key authentication using id type ID_IPV4_ADDR',
    idPayload(' ID payload ', address),
    'Total payload length: 12',
  );
}

export function tellAuthenticated({ ledger, address, remote }: Ikev1End, { connId }: IkeSa): void {
  ledger.isakmp(connId, ' processing ID payload. message ID = 0', idPayload(' ID payload ', remote));
  ledger.isakmp(0, ': peer matches *none* of the profiles');
  ledger.isakmp(
    connId,
    ' processing HASH payload. message ID = 0',
    'SA authentication status:\n\tauthenticated',
    `SA has been authenticated with ${remote}`,
  );
  ledger.plain(`Trying to insert a peer ${address}/${remote}/500/,  and inserted successfully 49A0B2C0.`);
}

export function tellInitialContact({ ledger, address, remote }: Ikev1End, { connId }: IkeSa): void {
  ledger.isakmp(
    connId,
    ' processing NOTIFY INITIAL_CONTACT protocol 1\n\tspi 0, message ID = 0, sa = 0x4A1F3C58',
    `Process initial contact,\nbring down existing phase 1 and 2 SA's with local ${address} remote ${remote} remote port 500`,
  );
}

function idPayload(title: string, address: string): string {
  return `${title}\n\tnext-payload : 8\n\ttype         : 1 \n\taddress      : ${address} \n\tprotocol     : 17 \n\tport         : 500 \n\tlength       : 12`;
}
