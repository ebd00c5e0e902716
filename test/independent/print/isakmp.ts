/** The words of `debug crypto isakmp`, IKEv1, in each release's form (ike.md 3). */
import type { Happening } from '../model/state.ts';
import { type Cast, far, hex, inbound, type Message, outbound, type Release } from './words.ts';

/** Says one line, with or without its conn id, as a packet line or an error line. */
interface Tongue {
  say: (text: string, tag?: string) => Message;
  bare: (text: string, tag?: string) => Message;
  packet: (text: string, tag: string) => Message;
  error: (text: string, tag: string) => Message;
}

function tongueOf(release: Release, conn: number): Tongue {
  const of =
    (head: string) =>
    (text: string, tag = text) => ({ family: 'ike' as const, tag, lines: `${head}${text}`.split('\n') });
  switch (release) {
    case '12.3':
      return {
        say: of(`ISAKMP (0:${conn}): `),
        bare: of('ISAKMP: '),
        packet: of(`ISAKMP (0:${conn}): `),
        error: of(`ISAKMP (0:${conn}): `),
      };
    case '12.4':
      return {
        say: of(`ISAKMP:(0:${conn}:SW:1):`),
        bare: of('ISAKMP: '),
        packet: of(`ISAKMP (0:${134_217_728 + conn}): `),
        error: of(`ISAKMP:(0:${conn}:SW:1):`),
      };
    case '15':
      return { say: of(`ISAKMP:(${conn}):`), bare: of('ISAKMP: '), packet: of(`ISAKMP (${conn}): `), error: of(`ISAKMP:(${conn}):`) };
    case 'xe16':
      return {
        say: of(`ISAKMP: (${conn}):`),
        bare: of(`ISAKMP: (${conn}):`),
        packet: of(`ISAKMP-PAK: (${conn}):`),
        error: of(`ISAKMP-ERROR: (${conn}):`),
      };
  }
}

export function isakmpWords(cast: Cast, happening: Happening): Message[] {
  const { peer, kind, pair = 0, message = 0, note = '' } = happening;
  const release = cast.release[peer];
  const isXe = release === 'xe16';
  const { say, bare, packet, error } = tongueOf(release, cast.conn[peer]);
  const there = cast.outer[far(peer)];
  const raw = cast.mid(message);
  const id = isXe ? raw >>> 0 : raw | 0;
  const theirs = peer === 'R' ? (note === 'new-port' ? cast.seen.after : cast.seen.before) : cast.port;
  const m = `m${message}`;
  const sent = (role: string, state = 'QM_IDLE      '): Message[] => [
    isXe
      ? packet(`sending packet to ${there} my_port ${cast.port} peer_port ${theirs} (${role}) ${state}`, `sends ${m}`)
      : say(` sending packet to ${there} my_port ${cast.port} peer_port ${theirs} (${role}) ${state}`, `sends ${m}`),
    ...(release === '12.3' || release === '12.4' ? [] : [say('Sending an IKE IPv4 Packet.', '')]),
  ];
  const heard = (role: string, state = 'QM_IDLE      '): Message[] => [
    packet(
      `received packet from ${there} dport ${cast.port} sport ${theirs} Global (${role}) ${state}`,
      `hears ${m}${note === 'new-port' ? ' new port' : ''}`,
    ),
  ];
  const node = bare(`set new node ${id} to QM_IDLE      `, `node ${m}`);
  const hash = say(` processing HASH payload. message ID = ${id}`, `hash ${m}`);
  const states = (text: string, one: string, two: string): Message[] => [
    say(`Node ${id}, Input = ${text}`, `${text} ${m}`),
    say(`Old State = ${one}  New State = ${two}`, `${one} ${two}`),
  ];
  const wait = isXe ? 'IKE_QM_IPSEC_INSTALL_AWAIT' : 'IKE_QM_SPI_STARVE';
  const attributes = [
    say('Checking IPSec proposal 1', ''),
    isXe ? say('transform 1, ESP_AES ', '') : bare('transform 1, ESP_AES', ''),
    say('   attributes in transform:', ''),
    say('      encaps is 1 (Tunnel)', ''),
    say('      SA life type in seconds', ''),
    // What the one who began it has offered.
    say(`      SA life duration (basic) of ${cast.lifetime[kind === 'asked' ? far(peer) : peer]}`, ''),
    say('      authenticator is HMAC-SHA', ''),
    say('atts are acceptable.', ''),
  ];
  switch (kind) {
    case 'asks':
      return [
        say(
          `SA has outstanding requests  (local ${cast.address[peer]} port ${cast.port}, remote ${there} port ${cast.port})`,
          'outstanding',
        ),
        say('sitting IDLE. Starting QM immediately (QM_IDLE      )', 'starting'),
        say(`beginning Quick Mode exchange, M-ID of ${id}`, `begins ${m}`),
        say('QM Initiator gets spi', 'gets spi'),
        ...sent('I'),
        ...states('IKE_MESG_INTERNAL, IKE_INIT_QM', 'IKE_QM_READY', 'IKE_QM_I_QM1'),
      ];
    case 'asked':
      return [
        ...heard('R'),
        node,
        hash,
        say(` processing SA payload. message ID = ${id}`, `sa ${m}`),
        ...attributes,
        say('QM Responder gets spi', 'gets spi'),
        ...states('IKE_MESG_FROM_PEER, IKE_QM_EXCH', 'IKE_QM_READY', 'IKE_QM_SPI_STARVE'),
      ];
    case 'made':
      return isXe
        ? [
            say(
              `Successfully installed IPSEC SA (SPI:0x${hex(inbound(cast, peer, pair))}) on ${cast.interface[peer]}`,
              `installed %${pair}`,
            ),
          ]
        : [];
    case 'answers':
      return [...sent('R'), ...states('IKE_MESG_INTERNAL, IKE_GOT_SPI', wait, 'IKE_QM_R_QM2')];
    case 'answered':
      return [...heard('I'), hash, say(` processing SA payload. message ID = ${id}`, `sa ${m}`), ...attributes];
    case 'confirms':
      return [
        ...sent('I'),
        say(`deleting node ${id} error FALSE reason "No Error"`, `node done ${m}`),
        ...states('IKE_MESG_FROM_PEER, IKE_QM_EXCH', 'IKE_QM_I_QM1', 'IKE_QM_PHASE2_COMPLETE'),
      ];
    case 'confirmed':
      return [
        ...heard('R'),
        say(`deleting node ${id} error FALSE reason "QM done (await)"`, `node done ${m}`),
        ...states('IKE_MESG_FROM_PEER, IKE_QM_EXCH', 'IKE_QM_R_QM2', 'IKE_QM_PHASE2_COMPLETE'),
      ];
    case 'refuses':
      return [
        error('IPSec policy invalidated proposal with error 32', 'invalidated'),
        error(`phase 2 SA policy not acceptable! (local ${cast.address[peer]} remote ${there})`, 'not acceptable'),
        bare(`set new node ${id ^ 0x5555} to QM_IDLE      `, 'node'),
        say(
          `Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3\n        spi ${inbound(cast, peer, pair)}, message ID = ${id ^ 0x5555}`,
          'not chosen',
        ),
        ...sent('R'),
        error(`deleting node ${id} error TRUE reason "QM rejected"`, `rejected ${m}`),
      ];
    case 'refused':
      return [
        ...heard('I'),
        say(
          `processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3\n        spi ${outbound(cast, peer, pair)}, message ID = ${id ^ 0x5555}, sa = 0x80007771`,
          'not chosen',
        ),
        error(`deleting node ${id} error TRUE reason "Delete Larval"`, `larval ${m}`),
      ];
    case 'delete-sent':
      return [
        node,
        ...sent('R'),
        say(`purging node ${id}`, `purge ${m}`),
        say('Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL', 'phase2 del'),
        say('Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE', ''),
      ];
    case 'delete-heard':
      return [
        ...heard('I'),
        node,
        hash,
        say(` processing DELETE payload. message ID = ${id}`, `DELETE ${m}`),
        say('peer does not do paranoid keepalives.', ''),
        ...(release === '15' || isXe
          ? [say(`Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x${hex(outbound(cast, peer, pair))})`, `enqueued %${pair}`)]
          : []),
        say(`deleting node ${id} error FALSE reason "Informational (in) state 1"`, `node done ${m}`),
      ];
    default:
      return phaseOneWords(cast, happening, { say, bare, error, sent, heard, node, hash, id });
  }
}

interface Parts extends Pick<Tongue, 'say' | 'bare' | 'error'> {
  sent: (role: string, state?: string) => Message[];
  heard: (role: string, state?: string) => Message[];
  node: Message;
  hash: Message;
  id: number;
}

function phaseOneWords(cast: Cast, { peer, kind, pair = 0, message = 0, note = '' }: Happening, parts: Parts): Message[] {
  const { say, bare, error, sent, heard, node, hash, id } = parts;
  const there = cast.outer[far(peer)];
  const prober = kind === 'probe-heard' ? far(peer) : peer;
  const sequence = `0x${hex((cast.mid(prober === 'R' ? -1 : -2) >>> 1) + cast.rid(message))}`;
  const role = peer === cast.initiator ? 'I' : 'R';
  const m = `m${message}`;
  switch (kind) {
    case 'delete-unsendable':
      return [
        error(
          `ignoring request to send delete notify (no ISAKMP sa) src ${cast.address[peer]} dst ${there} for SPI 0x${hex(inbound(cast, peer, pair))}`,
          `unsendable %${pair}`,
        ),
      ];
    case 'by-user':
      return [say(`deleting SA reason "BY user command" state (${role}) QM_IDLE       (peer ${there})`, 'BY user')];
    case 'ike-expired':
      return [
        say(`deleting SA reason "IKE SA Lifetime Exceeded" state (${role}) QM_IDLE       (peer ${there})`, 'lifetime exceeded'),
        node,
        ...sent(role),
        say('Input = IKE_MESG_INTERNAL, IKE_PHASE1_DEL', 'phase1 del'),
        say('Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA', 'dest sa'),
      ];
    case 'ike-deleted':
      return [
        ...heard(role),
        node,
        hash,
        say(` processing DELETE payload. message ID = ${id}`, `DELETE ${m}`),
        say(`deleting SA reason "P1 delete notify (in)" state (${role}) QM_IDLE       (peer ${there})`, 'p1 delete'),
        say('Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA', 'dest sa'),
      ];
    case 'probe-sent':
      return [
        bare(`set new node ${id} to QM_IDLE      `, `node ${m}`),
        say(`Sending NOTIFY DPD/R_U_THERE protocol 1\n\tspi 1712119784, message ID = ${id}`, 'R_U_THERE'),
        say(` seq. no ${sequence}`, `seq ${m}`),
        ...sent(role),
        say(`purging node ${id}`, `purge ${m}`),
        say('Input = IKE_MESG_FROM_TIMER, IKE_TIMER_IM_ALIVE', 'im alive'),
        ...(note === '' ? [] : [say(`DPD incrementing error counter (${note}/5)`, `error ${note}`)]),
      ];
    case 'probe-heard':
      return [
        ...heard(role),
        bare(`set new node ${id} to QM_IDLE      `, `node ${m}`),
        say(` processing NOTIFY DPD/R_U_THERE protocol 1\n\tspi 0, message ID = ${id}, sa = 0x4BD9A838`, 'R_U_THERE heard'),
        say(`DPD/R_U_THERE received from peer ${there}, sequence ${sequence}`, `seq heard ${m}`),
        say(`Sending NOTIFY DPD/R_U_THERE_ACK protocol 1\n\tspi 1712119784, message ID = ${id ^ 0x3333}`, 'ACK'),
        say(` seq. no ${sequence}`, `ack seq ${m}`),
        ...sent(role),
      ];
    case 'probe-answered':
      return [
        ...heard(role),
        say(` processing NOTIFY DPD/R_U_THERE_ACK protocol 1\n\tspi 0, message ID = ${id ^ 0x3333}, sa = 0x4BD9A838`, 'ACK heard'),
        say(`DPD/R_U_THERE_ACK received from peer ${there}, sequence ${sequence}`, `ack heard ${m}`),
      ];
    case 'peer-dead':
      return [
        say('DPD incrementing error counter (5/5)', 'error 5'),
        say(`peer ${there} not responding!`, 'not responding'),
        say('peer does not do paranoid keepalives.', ''),
        say(`deleting SA reason "P1 errcounter exceeded (PEERS_ALIVE_TIMER)" state (${role}) QM_IDLE       (peer ${there})`, 'errcounter'),
        say('Input = IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE', 'peers alive'),
        say('Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA', 'dest sa'),
      ];
    case 'ike-begun':
      return [
        say('beginning Main Mode exchange', 'main mode'),
        ...sent('I', 'MM_NO_STATE'),
        say('Old State = IKE_READY  New State = IKE_I_MM1', 'mm1'),
      ];
    case 'ike-heard':
      return [
        ...heard('N', 'NEW SA'),
        say(' processing SA payload. message ID = 0', 'p1 sa'),
        say(' vendor ID is DPD', 'vendor dpd'),
        say('Old State = IKE_READY  New State = IKE_R_MM1', ''),
        ...sent('R', 'MM_SA_SETUP'),
      ];
    case 'ike-second':
      return [...heard('I', 'MM_NO_STATE'), say('Old State = IKE_I_MM1  New State = IKE_I_MM2', ''), ...sent('I', 'MM_SA_SETUP')];
    case 'ike-third':
      return [...heard('R', 'MM_SA_SETUP'), say('Old State = IKE_R_MM2  New State = IKE_R_MM3', ''), ...sent('R', 'MM_KEY_EXCH')];
    case 'ike-fourth':
      return [...heard('I', 'MM_SA_SETUP'), say('Send initial contact', 'sends contact'), ...sent('I', 'MM_KEY_EXCH')];
    case 'ike-up':
      return peer === cast.initiator
        ? [
            ...heard('I', 'MM_KEY_EXCH'),
            say(`SA has been authenticated with ${there}`, 'authenticated'),
            say('Old State = IKE_I_MM6  New State = IKE_P1_COMPLETE', 'p1 complete'),
          ]
        : [
            say(`SA has been authenticated with ${there}`, 'authenticated'),
            ...sent('R', 'MM_KEY_EXCH'),
            say('Old State = IKE_R_MM5  New State = IKE_P1_COMPLETE', 'p1 complete'),
          ];
    case 'initial-contact':
      return [
        ...heard('R', 'MM_KEY_EXCH'),
        say(' processing NOTIFY INITIAL_CONTACT protocol 1\n\tspi 0, message ID = 0, sa = 0x4BD9A838', 'contact'),
        say(
          `Process initial contact,\nbring down existing phase 1 and 2 SA's with local ${cast.address[peer]} remote ${there} remote port ${cast.port}`,
          'bring down',
        ),
      ];
    default:
      return [];
  }
}
