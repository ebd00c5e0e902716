/** The debug of IKEv1 before IOS 15 names no SPI at a quick mode: a first unknown packet at once behind one may be for the SA that was just made, and a DELETE at once behind that packet may be what killed it. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, HQ, invalid, later } from './two-ended-log.ts';

const isakmp = (time: string, ...texts: string[]) => texts.map((text) => at(time, `ISAKMP (0:1088): ${text}`)).join('');
const sends = (time: string, role: 'I' | 'R') => isakmp(time, ` sending packet to ${HQ} my_port 500 peer_port 500 (${role}) QM_IDLE      `);
const probes = (time: string, turn: number) =>
  at(time, `ISAKMP: set new node ${turn} to QM_IDLE      `) +
  isakmp(time, `Sending NOTIFY DPD/R_U_THERE protocol 1\n\tspi 1712119784, message ID = ${turn}`, ` seq. no 0x${turn}`) +
  sends(time, 'R');
/** From the first message to the last in 23 ms, by the router that began it. */
const quickMode = (id: number) =>
  isakmp('10:20:00.000', `beginning Quick Mode exchange, M-ID of ${id}`, 'QM Initiator gets spi') +
  sends('10:20:00.000', 'I') +
  isakmp('10:20:00.000', `Node ${id}, Input = IKE_MESG_INTERNAL, IKE_INIT_QM`, 'Old State = IKE_QM_READY  New State = IKE_QM_I_QM1') +
  isakmp(
    '10:20:00.023',
    `received packet from ${HQ} dport 500 sport 500 Global (I) QM_IDLE      `,
    ` processing SA payload. message ID = ${id}`,
  ) +
  sends('10:20:00.023', 'I') +
  isakmp(
    '10:20:00.023',
    `deleting node ${id} error FALSE reason "No Error"`,
    `Node ${id}, Input = IKE_MESG_FROM_PEER, IKE_QM_EXCH`,
    'Old State = IKE_QM_I_QM1  New State = IKE_QM_PHASE2_COMPLETE',
  );
const deletes = (time: string) =>
  at(time, 'ISAKMP: set new node 7071 to QM_IDLE      ') +
  sends(time, 'R') +
  isakmp(
    time,
    'purging node 7071',
    'Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL',
    'Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE ',
  );
const minutes = probes('10:17:00.000', 11) + probes('10:18:00.000', 12) + probes('10:19:00.000', 13);
const quiet = probes('10:22:00.000', 14) + later('10:24:00.000');
const told = (lines: string) => judge(timelineOf({ a: '', b: minutes + lines + quiet })).incidents[0];

describe('a first unknown packet behind a quick mode that names no SPI', () => {
  it('may have come before the new SA was there', () => {
    const incident = told(quickMode(7001) + invalid('10:20:00.050'));
    expect(incident?.cause).toMatchObject({ id: 'rekey-race', confidence: 'possible' });
    expect(incident?.chain.sends).toMatchObject({ how: 'early', confidence: 'possible' });
  });

  it('may have killed it, where a DELETE went out in the same moment', () => {
    const incident = told(quickMode(7001) + invalid('10:20:00.050') + deletes('10:20:00.120'));
    expect(incident?.cause).toMatchObject({ id: 'new-sa-killed-by-early-packet', confidence: 'possible' });
    expect(incident?.chain.forgot.how).toBe('killed-by-early-packet');
  });

  it('says nothing of either where it came seconds later', () => {
    expect(told(quickMode(7001) + invalid('10:20:09.000'))?.cause.id).toBe('unknown');
  });

  it('nor where nobody listened in the minute before: the same SPI may have been unknown for long', () => {
    const alone = judge(timelineOf({ a: '', b: quickMode(7001) + invalid('10:20:00.050') + quiet })).incidents[0];
    expect(alone?.cause.id).not.toBe('rekey-race');
  });
});
