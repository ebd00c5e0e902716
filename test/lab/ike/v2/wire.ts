/** The wire records every IKEv2 packet of a story, as it is sent, lost ones included. */
import type { Side } from '../../../../src/ipsec/side.ts';
import type { Ikev2Packet } from '../../../../src/lab/ike/packet.ts';
import { Ikev2Endpoint } from '../../../../src/lab/ike/v2/endpoint.ts';
import type { Lab, LabOptions } from '../../../../src/lab/lab.ts';
import { type Story, tell } from '../../story.ts';

export interface Sent {
  packet: Ikev2Packet;
  from: Side;
  atMs: number;
}

export interface WiredStory extends Story {
  a: Ikev2Endpoint;
  b: Ikev2Endpoint;
  sent: Sent[];
  /** `a CREATE_CHILD_SA request 6` */
  ladder(): string[];
}

export async function tellWired(changes: Partial<LabOptions> = {}): Promise<WiredStory> {
  const story = await tell(undefined, 0, { ike: 2, ...changes });
  const { lab } = story;
  const sent: Sent[] = [];
  const { network } = lab.tunnel;
  const send = network.send.bind(network);
  network.send = (travel, arrive) => {
    if (travel.packet.kind === 'ikev2') sent.push({ packet: travel.packet, from: travel.from, atMs: lab.clock.now() });
    send(travel, arrive);
  };
  const ladder = (): string[] =>
    sent.map(
      ({ packet, from }) =>
        `${from} ${packet.exchange} ${packet.isResponse ? 'response' : 'request'} ${packet.messageId} ${packet.body.is}`,
    );
  return { ...story, a: endOf(lab, 'a'), b: endOf(lab, 'b'), sent, ladder };
}

function endOf({ tunnel }: Lab, side: Side): Ikev2Endpoint {
  const endpoint = tunnel[side];
  if (endpoint instanceof Ikev2Endpoint) return endpoint;
  throw new Error('the lab speaks IKEv1');
}
