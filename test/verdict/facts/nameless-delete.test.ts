/** A DELETE that names no SPI at either end, as 12.4 prints it with the debug of ISAKMP alone, may be the one of X. */
import { describe, expect, it } from 'vitest';
import { at, BRANCH, HQ, invalid, later, sa, X, Y } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const ID = -1710161918;
const packet = (time: string, way: 'sending packet to' | 'received packet from', id: number) => {
  const ports = way === 'sending packet to' ? `${HQ} my_port 500 peer_port 500` : `${BRANCH} dport 500 sport 500 Global`;
  return at(time, `ISAKMP:(1001):set new node ${id} to QM_IDLE`) + at(time, `ISAKMP (0:1001): ${way} ${ports} (R) QM_IDLE`);
};
const sends = (time: string, id = ID) => packet(time, 'sending packet to', id) + at(time, `ISAKMP:(1001):purging node ${id}`);
const hears = (time: string, named = '', id = ID) =>
  packet(time, 'received packet from', id) +
  at(time, `ISAKMP:(1001): processing DELETE payload. message ID = ${id}`) +
  named +
  at(time, `ISAKMP:(1001):deleting node ${id} error FALSE reason "Informational (in) state 1"`);
const installed = (time: string, spi: string) =>
  at(time, `ISAKMP:(1001):Successfully installed IPSEC SA (SPI:0x${spi}) on FastEthernet0/0`);

const born = installed('10:00:00.000', X) + installed('10:30:00.000', 'A0000001');
const logs = {
  a: hears('10:31:00.006') + later('10:45:00.000'),
  b: born + sends('10:31:00.002') + invalid('10:31:00.005') + later('10:45:00.000'),
};

describe('a DELETE that names no SPI at either end', () => {
  it('leaves open whether the sender was told', () => {
    expect(asked('delete-left', logs)).toMatchObject({ is: 'unknown' });
  });

  it('is no DELETE of X where S names another SA', () => {
    const named = at('10:31:00.006', `ISAKMP:(1001):Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x${Y})`);
    expect(asked('delete-left', { ...logs, a: hears('10:31:00.006', named) + later('10:45:00.000') })).toMatchObject({ is: 'no' });
  });

  it('is no DELETE of X where it left behind the message', () => {
    const b = born + invalid('10:31:00.005') + sends('10:32:00.002') + later('10:45:00.000');
    expect(asked('delete-left', { a: hears('10:32:00.006') + later('10:45:00.000'), b })).toMatchObject({ is: 'no' });
  });

  it('is no DELETE of X where it left before X was made', () => {
    const b = sends('09:59:00.002') + born + sends('10:31:00.002', 77) + invalid('10:31:00.005') + later('10:45:00.000');
    expect(asked('delete-left', { a: hears('09:59:00.006') + later('10:45:00.000'), b })).toMatchObject({ is: 'no' });
  });

  it('is the DELETE of another SA where that went with it', () => {
    const other = sa('b', 'deleted', '10:31:00.001', { spi: 'A0000001' });
    const b = born + other + sends('10:31:00.002') + invalid('10:31:00.005') + later('10:45:00.000');
    expect(asked('delete-left', { ...logs, b })?.said).not.toContain('does not say which SA');
  });
});
