/** Messages that only an event trace shows are matched by the SPIs of the child SA that they make or delete. */
import { describe, expect, it } from 'vitest';
import { BRANCH, HQ, timelineOf } from './two-peers.ts';

const trace = (time: string, local: string, remote: string, text: string) =>
  `Feb 20 ${time}: SA ID:1 SESSION ID:7 Remote: ${remote}/500 Local: ${local}/500  ${text}`;

function created(time: string, local: string, remote: string, inbound: string, outbound: string): string[] {
  const line = (destination: string, spi: string) => [
    `Feb 20 ${time}: IPSEC-EVENT:IPSEC-CREATE-SA:  SESSION ID:0, sa create : (sa) sa_dest= ${destination}, sa_proto= 50, sa_spi= ${spi}(1), sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2035, sa_lifetime(k/sec)= (4608000/3600)`,
    `Feb 20 ${time}: IPSEC-EVENT:IPSEC-CREATE-SA:  SESSION ID:0, sa create : (sa),  loc: ${local}, rem: ${remote}, l_proxy: 0.0.0.0/0/256, r_proxy: 0.0.0.0/0/256`,
  ];
  return [...line(local, inbound), ...line(remote, outbound)];
}

const NOTE = '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (192.0.2.200)';

/** hq rekeys, then deletes the old SA; branch, whose clock prints CET, never hears of that. */
const STORY = {
  a: {
    'show_monitor_event_trace_crypto_ikev2_event_all.txt': [
      trace('15:30:12.210', HQ, BRANCH, '(I) Sending IKEv2 CREATE_CHILD_SA Exchange REQUEST'),
      trace('15:30:12.222', HQ, BRANCH, '(I) Received IKEv2 CREATE_CHILD_SA Exchange RESPONSE'),
      trace('15:30:42.226', HQ, BRANCH, 'Sending DELETE INFO message for IPsec SA [SPI: 0x807F9721]'),
      trace('15:30:42.226', HQ, BRANCH, '(I) Sending IKEv2 INFORMATIONAL Exchange REQUEST'),
    ],
    'show_monitor_event_trace_crypto_ipsec_event_all.txt': created('15:30:12.226', HQ, BRANCH, '0x4D7C1DFC', '0x910BE24C'),
  },
  b: {
    'show_monitor_event_trace_crypto_ikev2_event_all.txt': [
      trace('16:30:12.214', BRANCH, HQ, '(R) Received IKEv2 CREATE_CHILD_SA Exchange REQUEST'),
      trace('16:30:12.218', BRANCH, HQ, '(R) Sending IKEv2 CREATE_CHILD_SA Exchange RESPONSE'),
    ],
    'show_monitor_event_trace_crypto_ipsec_event_all.txt': created('16:30:12.217', BRANCH, HQ, '0x910BE24C', '0x4D7C1DFC'),
    'show_logging.txt': [`Feb 20 16:17:56.625 CET: ${NOTE}`, `Feb 20 16:32:14.079 CET: ${NOTE}`],
  },
};

describe('an event trace', () => {
  const timeline = timelineOf(STORY);
  const fates = Object.fromEntries(timeline.messages.map(({ key, fate }) => [key, fate]));

  it('bounds the clocks by the exchange that made a child SA, though its stamps have no zone and those of the log do', () => {
    expect(timeline.clock).toMatchObject({ offsetMs: 0, matches: 2 });
  });

  it('says of a message that it arrived, or that it never did', () => {
    expect(fates).toEqual({
      'create-child-sa request 0x4D7C1DFC 0x910BE24C': 'delivered',
      'create-child-sa response 0x4D7C1DFC 0x910BE24C': 'delivered',
      'informational request 0x807F9721': 'lost',
    });
  });

  it('names no message when two pairs are made at once', () => {
    const twice = {
      ...STORY,
      a: {
        ...STORY.a,
        'show_monitor_event_trace_crypto_ipsec_event_all.txt': [
          ...created('15:30:12.226', HQ, BRANCH, '0x4D7C1DFC', '0x910BE24C'),
          ...created('15:30:12.300', HQ, BRANCH, '0x11111111', '0x22222222'),
        ],
      },
    };
    expect(timelineOf(twice).messages.filter(({ fate }) => fate === 'delivered')).toEqual([]);
  });
});
