/** Scenarios of ESP that R has negotiated with nobody: from strangers, from an inside address, from another kind of tunnel. */
import type { Endpoint } from '../ike/endpoint.ts';
import { STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const STRANGERS = ['198.51.100.66', '198.51.100.67', '198.51.100.68'];
const PATTERN_SPI = 0x41410000;
const STRANGE_EVERY_MS = 7000;
const STRANGE_PACKETS = 40;

/** Strangers send ESP with an SPI of their own making. */
export const foreignTraffic: Scenario = {
  id: 'foreign-traffic',
  title: 'ESP from addresses that are no peers',
  ike: [1, 2],
  play: ({ clock }, receiver) => {
    for (let packet = 0; packet < STRANGE_PACKETS; packet += 1) {
      const source = STRANGERS[packet % STRANGERS.length];
      clock.after(STRIKE_MS + packet * STRANGE_EVERY_MS, () => receiver.receive({ kind: 'esp', spi: PATTERN_SPI, source }));
    }
  },
};

const INSIDE = '203.0.113.10';
const INSIDE_EVERY_MS = 20_000;
const INSIDE_PACKETS = 10;

/** A NAT translates what should go into the tunnel, so ESP and IKE come from an inside address. */
export const natExemption: Scenario = {
  id: 'nat-exemption',
  title: 'a NAT without exemption lets ESP come from an inside address',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      const spi = sender.plane.outbound ?? sender.nextSpi();
      for (let packet = 0; packet < INSIDE_PACKETS; packet += 1)
        clock.after(packet * INSIDE_EVERY_MS, () => {
          // Whether IOS says so of a message of IKEv2 too is not known. [U]
          receiver.router.say('CRYPTO-4-IKMP_NO_SA', `IKE message from ${INSIDE.padEnd(15)} has no SA and is not an initialization offer`);
          receiver.receive({ kind: 'esp', spi: (spi ^ 0x00010000) >>> 0, source: INSIDE });
        });
    });
  },
};

const KEY_SERVER = '203.0.113.200';
/** A member re-registers a minute or so before its key ends. [L] GETVPN design guide */
const REREGISTERS_MS = 30_000;
const MEMBER_EVERY_MS = 15_000;
const MEMBER_PACKETS = 12;

/** Keys come from elsewhere. */
function takeIkeAway(...endpoints: readonly Endpoint[]): void {
  for (const endpoint of endpoints) {
    endpoint.forget();
    silence(endpoint);
    endpoint.traits.hasIke = false;
  }
}

/** A rekey of the group never reaches R; S, another member, encrypts with the new key, which R does not have. GDOI is told by its messages alone. */
export const getvpnRekeyMissed: Scenario = {
  id: 'getvpn-rekey-missed',
  title: 'R, a member of a group, missed the rekey that brought the key of S',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    // No SA is negotiated between members.
    takeIkeAway(receiver, sender);
    const groupSpi = sender.nextSpi();
    clock.after(STRIKE_MS, () => {
      sender.router.say(
        'GDOI-5-GM_RECV_REKEY',
        `Received Rekey for group GETVPN from ${KEY_SERVER} to ${sender.address} with seq # 7, spi 0x5F0C1E7A93B244D8`,
      );
      for (let packet = 0; packet < MEMBER_PACKETS; packet += 1)
        clock.after(REREGISTERS_MS + packet * MEMBER_EVERY_MS, () => receiver.receive({ kind: 'esp', spi: groupSpi }));
    });
    clock.after(STRIKE_MS + REREGISTERS_MS, () =>
      receiver.router.say(
        'GDOI-4-GM_RE_REGISTER',
        "The IPSec SA created for group GETVPN may have expired/been cleared, or didn't go through. Re-register to KS.",
      ),
    );
  },
};

/** SPIs of SD-WAN are small. [C] ike.md 4.2 */
const OLD_SPI = 0x102;
const TLOC_EVERY_MS = 10_000;
const TLOC_PACKETS = 30;

/** An SD-WAN edge goes on with the key of a TLOC that R has renewed; there is no IKE at all. */
export const sdwanStaleTloc: Scenario = {
  id: 'sdwan-stale-tloc',
  title: 'an SD-WAN edge sends with the key of a stale TLOC',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    takeIkeAway(receiver, sender);
    for (let packet = 0; packet < TLOC_PACKETS; packet += 1)
      clock.after(STRIKE_MS + packet * TLOC_EVERY_MS, () => receiver.receive({ kind: 'esp', spi: OLD_SPI, input: 'Tunnel10001' }));
  },
};
