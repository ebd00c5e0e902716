/** Chatter is what a router logs about other things than the tunnel: interfaces, logins, strangers. [C forms] samples syslog, show-logging */
import type { LabClock } from './clock.ts';
import type { Router } from './device/router.ts';
import type { Random } from './random.ts';

const PAUSE_MS = [8_000, 40_000] as const;

type Said = readonly [tag: string, text: string];

const INTERFACE = 'GigabitEthernet0/2';
/** Each is said as a whole, a line a second. */
const TALES: readonly (readonly Said[])[] = [
  [
    ['LINK-3-UPDOWN', `Interface ${INTERFACE}, changed state to down`],
    ['LINEPROTO-5-UPDOWN', `Line protocol on Interface ${INTERFACE}, changed state to down`],
    ['LINK-3-UPDOWN', `Interface ${INTERFACE}, changed state to up`],
    ['LINEPROTO-5-UPDOWN', `Line protocol on Interface ${INTERFACE}, changed state to up`],
  ],
  [['SYS-6-LOGOUT', 'User admin has exited tty session 866(203.0.113.9)']],
  [['SYS-5-CONFIG_I', 'Configured from console by admin on vty1 (203.0.113.9)']],
  [['DUAL-5-NBRCHANGE', 'EIGRP-IPv4 192: Neighbor 203.0.113.14 (GigabitEthernet0/2) is down: holding time expired']],
  [['CRYPTO-4-IKMP_BAD_MESSAGE', 'IKE message from 198.51.100.130 failed its sanity check or is malformed']],
  [
    [
      'CRYPTO-4-RECVD_PKT_NOT_IPSEC',
      "Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /203.0.113.14, src_addr= 198.51.100.131, prot= 47",
    ],
  ],
];

export function chatter(router: Router, clock: LabClock, random: Random): void {
  const [least, most] = PAUSE_MS;
  clock.after(least + random() * (most - least), () => {
    const tale = TALES[Math.floor(random() * TALES.length)] ?? [];
    for (const [second, [tag, text]] of tale.entries())
      clock.after(second * 1000, () => {
        if (router.isUp) router.say(tag, text);
      });
    chatter(router, clock, random);
  });
}
