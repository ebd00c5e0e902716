/** What a ticket, a template or a chat writes so that a sign means itself is taken out of every message, not of those alone that matter most. */
import { describe, expect, it } from 'vitest';
import { withoutEscapes } from '../../../src/bundle/door/escapes.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const read = (...lines: string[]) => withoutEscapes(openPage('a/paste.txt', lines.join('\n'))).lines;
const PRINTED = [
  'Mar  9 10:14:20.000: %HSRP-5-STATECHANGE: FastEthernet0/0.100 Grp 1 state Standby -> Active',
  'Mar  9 10:14:21.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel7, changed state to down',
  'Mar  9 10:14:22.000: ISAKMP:(1003):Old State = IKE_QM_READY  New State = IKE_QM_I_QM1',
];

describe('a log', () => {
  it.each([
    ['of a ticket that escapes underlines', (line: string) => line.replace(/[_>]/g, '\\$&')],
    ['of a template that doubles percent signs', (line: string) => line.replace('%', '%%')],
    ['of a chat that puts each line between backticks', (line: string) => `\`${line}\``],
  ])('%s is read as it was printed', (_what, write) => {
    expect(read(...PRINTED.map(write))).toEqual(PRINTED);
  });

  it('as it was printed is left alone', () => {
    const page = openPage('a/paste.txt', [...PRINTED, 'load 5%%, `typed` and \\n'].join('\n'));
    expect(withoutEscapes(page)).toBe(page);
  });

  it('loses what is left of colours', () => {
    expect(openPage('a/putty.log', `[01;31m[K${PRINTED[0]}[m[K\n[0m${PRINTED[1]}[K`).lines).toEqual(PRINTED.slice(0, 2));
  });
});
