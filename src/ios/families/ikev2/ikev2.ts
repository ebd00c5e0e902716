/** The IKEv2 family is the debug of IKEv2: packets with their SPIs, states, errors. */
import { readIkev2 } from './lines.ts';
import type { DebugFamily } from '../family.ts';

export const ikev2: DebugFamily = {
  id: 'ikev2',
  title: 'IKEv2 negotiation',
  on: ['debug crypto ikev2', 'debug crypto ikev2 error', 'debug crypto ikev2 packet'],
  off: ['no debug crypto ikev2 packet', 'no debug crypto ikev2 error', 'no debug crypto ikev2'],
  // IKEv2 default debugging is on; IKEV2 error debugging is on; IKEv2 packet debugging is on [L]
  shown: [/^\s*IKEv2 (?:default |internal )?debugging is on/im, /^\s*IKEv2 error debugging is on/im, /^\s*IKEv2 packet debugging is on/im],
  owns: (body) => body.startsWith('IKEv2'),
  read: readIkev2,
  samples: [
    "IKEv2:(SESSION ID = 7,SA ID = 1):Verify peer's policy",
    'IKEv2:% Getting preshared key from profile keyring KEYRING',
    'IKEv2-ERROR:(SESSION ID = 7,SA ID = 1):: Auth exchange failed',
    'IKEv2-INTERNAL:(SESSION ID = 444548,SA ID = 9):SM Trace-> SA: I_SPI=112AD55D6FE6B89B R_SPI=4890461ECAA32FE3 (I) MsgID = 1 CurState: I_WAIT_AUTH Event: EV_NO_EVENT',
  ],
};
