/** What R refused in a session of which it has printed no packet may have been of any peer. */
import { describe, expect, it } from 'vitest';
import { at, BRANCH, HQ, invalid, later, packet } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const failed = at('10:10:00.003', 'IKEv2-ERROR:(SESSION ID = 70,SA ID = 3):: Auth exchange failed');
const own = packet('10:05:00.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 3);
const b = (before: string) => before + failed + invalid('10:10:00.400') + invalid('10:11:01.000') + later('10:19:00.000');
const ofSession = `${at('10:10:00.000', `IKEv2:(SESSION ID = 70,SA ID = 3):Sending Packet [To ${HQ}:500/From ${BRANCH}:500/VRF i0:f0] `)}Initiator SPI : 0A0B0C0D6FE6B89B - Responder SPI : 4890461ECAA32FE3 Message id: 1
IKEv2 IKE_AUTH Exchange REQUEST 
Payload contents: 
 VID IDi AUTH SA TSi TSr 

`;

describe('an exchange that R refused', () => {
  it('tells of X where R had asked for it itself', () => {
    expect(asked('refused-by-receiver', { a: '', b: b(own + ofSession) })).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('hints at it where no packet of its session is there, though those of others are', () => {
    expect(asked('refused-by-receiver', { a: '', b: b(own) })).toMatchObject({ is: 'yes', grade: 'hinted' });
  });

  it('tells of it where the log prints no packets at all', () => {
    expect(asked('refused-by-receiver', { a: '', b: b('') })).toMatchObject({ is: 'yes', grade: 'suggested' });
  });
});
