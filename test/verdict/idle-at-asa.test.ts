/** An ASA says with the end of a connection why its SAs went. */
import { describe, expect, it } from 'vitest';
import { asked } from './facts/asked.ts';
import { later, sa } from './two-ended-log.ts';

const at = (time: string, text: string) => `Sep 02 2026 ${time} fw1 : ${text}\n`;
const ofSa = (time: string, number: 3 | 4, what: string) =>
  at(
    time,
    `%ASA-6-60230${number}: IPSEC: An inbound LAN-to-LAN SA (SPI= 0xB761863E) between 198.51.100.1 and 192.0.2.1 (user= 192.0.2.1) has been ${what}.`,
  );
const unknown = (time: string) =>
  at(
    time,
    '%ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0xB761863E, sequence number= 0x1B) from 192.0.2.1 (user= 192.0.2.1) to 198.51.100.1 with an invalid SPI.',
  );
const terminated = (time: string, reason: string) =>
  at(
    time,
    `%ASA-5-713050: Group = 192.0.2.1, IP = 192.0.2.1, Connection terminated for peer 192.0.2.1.  Reason: ${reason}  Remote Proxy 10.1.0.0, Local Proxy 10.2.0.0`,
  );
const told = (line: string) =>
  asked('expired-by-idle', {
    a: sa('a', 'created', '10:00:00.020') + later('10:39:00.000'),
    b: `${ofSa('10:00:00', 3, 'created')}${ofSa('10:20:00', 4, 'deleted')}${line}${unknown('10:24:00')}${unknown('10:25:01')}`,
  });

describe('an SA that an ASA let go', () => {
  it.each(['IPSec SA Idle Timeout', 'Idle Timeout'])('was idle where it says so at once: %s', (reason) => {
    expect(told(terminated('10:20:00', reason))).toMatchObject({ is: 'yes' });
  });

  it.each(['Peer Terminate', 'IPSec SA Max Time Exceeded', 'Administrator Reset'])('is not said to have been idle by: %s', (reason) => {
    expect(told(terminated('10:20:00', reason))?.is ?? 'unknown').not.toBe('yes');
  });

  it('is not by a connection that ended minutes later', () => {
    expect(told(terminated('10:23:00', 'IPSec SA Idle Timeout'))?.is ?? 'unknown').not.toBe('yes');
  });
});
