/** Drops: what the kernel had no room for, from its own table. */
import { describe, expect, it } from 'vitest';
import { dropsAt } from '../../src/syslog/drops.ts';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
  306: 0100007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 71342 2 0000000000000000 17         
 1306: 00000000:0203 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 71343 2 0000000000000000 4          
 5678: 00000000000000000000000001000000:0202 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 71344 2 0000000000000000 100`;

describe('the drops of a socket', () => {
  it('are those of its port, IPv6 too', () => {
    expect(dropsAt(TABLE, [0x202])).toBe(117);
    expect(dropsAt(TABLE, [0x203])).toBe(4);
    expect(dropsAt(TABLE, [0x202, 0x203])).toBe(121);
  });

  it('are not known where no table says so', () => {
    expect(dropsAt('', [514])).toBeNull();
    expect(dropsAt(TABLE, [1514])).toBeNull();
  });
});
