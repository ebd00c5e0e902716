/** IKEv1 names no SPI where it sends a DELETE: whose it was IPsec's own line says, or nobody where that line is lost. */
import { describe, expect, it } from 'vitest';
import { asked } from './facts/asked.ts';
import { at, HQ, invalid, later, sa } from './two-ended-log.ts';

const isakmp = (time: string, text: string) => at(time, `ISAKMP:(1019):${text}`);
const sent = (time: string) =>
  at(time, 'ISAKMP: set new node -1448852274 to QM_IDLE      ') +
  isakmp(time, ` sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE      `) +
  isakmp(time, 'Sending an IKE IPv4 Packet.') +
  isakmp(time, 'purging node -1448852274') +
  isakmp(time, 'Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL') +
  isakmp(time, 'Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE');
const born = sa('b', 'created', '10:00:00.000');
const message =
  invalid('10:30:00.020') + invalid('10:31:00.900') + sa('b', 'created', '10:32:00.000', { spi: '0A0B0C0D' }) + later('10:39:00.000');
const deleted = (lines: string) => asked('deleted-at-receiver', { a: '', b: born + lines + message });

describe('a DELETE that names no SPI, in a record of IPsec and of IKE', () => {
  it('is of the SA that is unknown at once behind it, where no line of IPsec stands beside it: that was lost', () => {
    expect(deleted(sent('10:30:00.010'))).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('is of another SA where IPsec says so', () => {
    const other = sa('b', 'created', '10:10:00.000', { spi: '5A5B5C5D' }) + sa('b', 'deleted', '10:30:00.008', { spi: '5A5B5C5D' });
    expect(deleted(other + sent('10:30:00.010'))?.is).not.toBe('yes');
  });

  it('may be of an older SA whose end is not on record', () => {
    const older = sa('b', 'created', '09:50:00.000', { spi: '5A5B5C5D' });
    expect(asked('deleted-at-receiver', { a: '', b: older + born + sent('10:30:00.010') + message })?.is).not.toBe('yes');
  });
});
