/** Lines of others: those that name no peer are attributed by the lines of their IKE SA around them. */
import { describe, expect, it } from 'vitest';
import { timelineOf } from '../verdict/bundle-of.ts';

const OTHER = '203.0.113.5';
const at = (time: string, ids: string, text: string) => `Sep  2 2026 ${time}: IKEv2:(${ids}):${text}\n`;
const packet = (time: string, ids: string, peer: string) =>
  `${at(time, ids, `Sending Packet [To ${peer}:500/From 192.0.2.1:500/VRF i0:f0] `)}Initiator SPI : C571EF343834DF4F - Responder SPI : BB515F3AD24E6123 Message id: 4
IKEv2 INFORMATIONAL Exchange REQUEST 
Payload contents: 
 ENCR 

`;
const dead = (time: string, ids: string) => `Sep  2 2026 ${time}: IKEv2-ERROR:(${ids}):: Maximum number of retransmissions reached\n`;
const [OURS, THEIRS] = ['SESSION ID = 7,SA ID = 2', 'SESSION ID = 9,SA ID = 3'];
const deaths = (a: string) => timelineOf({ a, b: '' }).events.filter(({ kind }) => kind === 'ike-sa').length;

describe('a line that names no peer', () => {
  it.each([
    ['behind', (line: string) => line + packet('10:00:00.010', THEIRS, OTHER)],
    ['before', (line: string) => packet('09:59:58.000', THEIRS, OTHER) + line],
  ])('is of another tunnel where the line %s it says so', (_where, around) => {
    expect(deaths(packet('09:59:50.000', OURS, '198.51.100.1') + around(dead('10:00:00.000', THEIRS)))).toBe(0);
  });

  it('is ours where its own IKE SA is with the peer, whatever stands beside it', () => {
    const ours = packet('09:59:50.000', OURS, '198.51.100.1');
    expect(deaths(ours + packet('09:59:59.000', THEIRS, OTHER) + dead('10:00:00.000', OURS) + packet('10:00:00.010', THEIRS, OTHER))).toBe(
      1,
    );
  });

  it('stays where nothing of its IKE SA is on record', () => {
    expect(deaths(packet('10:00:00.010', OURS, OTHER) + dead('10:00:00.000', THEIRS))).toBe(1);
  });
});

describe('the DELETE of an IKE SA', () => {
  const [OWN, FAR] = ['C571EF343834DF4F', '5C0FFEE15C0FFEE1'];
  const ends = (time: string, ids: string, initiator: string, verb = 'Sending') =>
    at(time, ids, `${verb} DELETE INFO message for IKEv2 SA [ISPI: 0x${initiator} RSPI: 0x0DDBA110DDBA1102]`);
  const [before, behind] = [packet('09:59:50.000', OURS, '198.51.100.1'), packet('10:00:30.000', OURS, '198.51.100.1')];
  const deletes = (a: string) => timelineOf({ a, b: '' }).events.filter(({ kind }) => kind === 'delete' || kind === 'ike-sa').length;

  it.each(['Sending', 'Processing'])('is another one (%s) where no message of ours went with it, and ours goes on', (verb) => {
    expect(deletes(before + ends('10:00:00.000', THEIRS, FAR, verb) + behind)).toBe(0);
  });

  it('is ours where it names ours, whatever goes on behind it', () => {
    expect(deletes(before + ends('10:00:00.000', OURS, OWN) + behind)).toBe(2);
  });

  it('stays where nothing of ours goes on behind it, or nothing went before: it may be one that was made since', () => {
    expect(deletes(before + ends('10:00:00.000', THEIRS, FAR))).toBe(2);
    expect(deletes(ends('10:00:00.000', THEIRS, FAR) + behind)).toBe(2);
  });

  it('stays where a message of ours went with it too', () => {
    const second = before.replaceAll(OWN, FAR).replace(OURS, THEIRS);
    expect(deletes(before + second + ends('10:00:00.000', THEIRS, FAR) + behind)).toBe(2);
  });
});
