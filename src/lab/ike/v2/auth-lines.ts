/** The lines of IKE_AUTH between its packets: identities, keys, the first offer for a child SA. [C] ike.md 6 */
import type { Ikev2End } from './end.ts';
import type { Ikev2Sa } from './sa.ts';

export const ESP_PROPOSAL = "ESP Proposal: 1, SPI size: 4 (IPSec negotiation), \nNum. transforms: 3\n   AES-CBC   SHA256   Don't use ESN";
/** Of the preshared key in the default configuration. */
const KEY_LENGTH = 9;

export function tellOwnAuthentication(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const { ledger, address } = endpoint;
  ledger.say(
    ike,
    'Check for EAP exchange',
    'Generate my authentication data',
    `Use preshared key for id ${address}, key len ${KEY_LENGTH}`,
  );
  tellHash(endpoint);
  ledger.say(
    ike,
    'Get my authentication method',
    "My authentication method is 'PSK'",
    'Check for EAP exchange',
    'Generating IKE_AUTH message',
    `Constructing ${ike.role === 'I' ? 'IDi' : 'IDr'} payload: '${address}' of type 'IPv4 address'`,
    ESP_PROPOSAL,
  );
}

export function tellSearch({ ledger, remote, address }: Ikev2End, ike: Ikev2Sa): void {
  ledger.say(ike, `Searching policy based on peer's identity '${remote}' of type 'IPv4 address'`);
  ledger.plain(`Searching Policy with fvrf 0, local address ${address}`, "Found Policy 'WAN'");
}

export function tellPeerAuthentication(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const { ledger, remote } = endpoint;
  ledger.say(
    ike,
    "Verify peer's policy",
    "Peer's policy verified",
    "Get peer's authentication method",
    "Peer's authentication method is 'PSK'",
    `Get peer's preshared key for ${remote}`,
    "Verify peer's authentication data",
    `Use preshared key for id ${remote}, key len ${KEY_LENGTH}`,
  );
  tellHash(endpoint);
  // The misspelling is IOS's own. [C]
  ledger.say(ike, "Verification of peer's authenctication data PASSED", 'Check for EAP exchange');
}

/** R does not know who S says it is; what the other end has set up stays. [C] ike.md 8.9 */
export function tellIdentityRefused({ ledger, remote }: Ikev2End, ike: Ikev2Sa): void {
  ledger.say(ike, `Searching policy based on peer's identity '${remote}' of type 'IPv4 address'`);
  ledger.plain('% IKEv2 profile not found');
  ledger.error(ike, 'Failed to locate an item in the database');
  ledger.say(ike, "Verification of peer's authentication data FAILED", 'Auth exchange failed');
  ledger.error(ike, 'Auth exchange failed');
  ledger.say(ike, 'Abort exchange');
}

export function tellUp(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const { ledger, remote, address, traceEnds } = endpoint;
  ledger.say(
    ike,
    `IKEV2 SA created; inserting SA into database. SA lifetime timer (${ike.lifetimeSeconds} sec) started`,
    `Session with IKE ID PAIR (${remote}, ${address}) is UP`,
  );
  // The event trace spaces it otherwise. [C] ike.md 4.2
  ledger.trace(ike, `Session with IKE ID PAIR(${remote} , ${address}) is UP`, traceEnds);
  ledger.plain('IKEv2 MIB tunnel started, tunnel index 1');
}

function tellHash({ ledger }: Ikev2End): void {
  ledger.plain(
    '[IKEv2 -> Crypto Engine] Generate IKEv2 authentication data',
    '[Crypto Engine -> IKEv2] IKEv2 authentication data generation PASSED',
  );
}
