/** An endpoint is one router's end of the tunnel: its SAs, what it sends and receives, and what it logs of it. */
import type { Router } from '../router.ts';
import type { Network, Packet } from './network.ts';
import { type Random, randomMessageId, randomSpi } from './random.ts';
import { hexSpi, printSpi, saTuple, WORDINGS, type Wording } from './wording.ts';

/** At most one message for a flow in this time. [C] seed.md 4 */
export const INVALID_SPI_INTERVAL_MS = 60_000;

interface Negotiation {
  role: 'I' | 'R';
  inbound: number;
  outbound: number | undefined;
}

export class Endpoint {
  readonly router: Router;
  readonly inbound = new Set<number>();
  outbound: number | undefined;
  /** How long this router takes from the end of a quick mode to the SA in its data plane. */
  installDelayMs = 5;
  encapsulated = 0;
  decapsulated = 0;
  invalid = 0;
  other: Endpoint | undefined;
  readonly role: 'I' | 'R';
  readonly #network: Network;
  readonly #random: Random;
  readonly #wording: Wording;
  readonly #connId: number;
  readonly #negotiations = new Map<number, Negotiation>();
  readonly #loggedAtMs = new Map<number, number>();
  #saCount = 1;

  constructor(router: Router, network: Network, random: Random, role: 'I' | 'R') {
    this.router = router;
    this.role = role;
    this.#network = network;
    this.#random = random;
    this.#wording = WORDINGS[router.spec.platform];
    this.#connId = 1001 + Math.floor(random() * 20);
  }

  get address(): string {
    return this.router.spec.address;
  }

  get remote(): string {
    return this.other?.address ?? '';
  }

  /** Quick mode over the IKE SA that stands already. */
  startQuickMode(): void {
    const messageId = randomMessageId(this.#random);
    const spi = randomSpi(this.#random);
    this.#negotiations.set(messageId, { role: 'I', inbound: spi, outbound: undefined });
    this.#ipsec(
      `IPSEC(sa_request): ,\n  (key eng. msg.) OUTBOUND local= ${this.address}:500, remote= ${this.remote}:500,\n    local_proxy= 10.1.0.0/255.255.0.0/256/0,\n    remote_proxy= 10.2.0.0/255.255.0.0/256/0,\n    protocol= ESP, transform= esp-aes 256 esp-sha256-hmac  (Tunnel),\n    lifedur= 3600s and 4608000kb,\n    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0`,
    );
    this.#isakmp('SA has outstanding requests  (local ', `${this.address} port 500, remote ${this.remote} port 500)`);
    this.#isakmp('sitting IDLE. Starting QM immediately (QM_IDLE      )');
    this.#isakmp(`beginning Quick Mode exchange, M-ID of ${this.#id(messageId)}`);
    this.#isakmp('QM Initiator gets spi');
    this.#sendIke('I', { kind: 'quick-mode', messageId, step: 1, spi });
    this.#isakmp(`Node ${this.#id(messageId)}, Input = IKE_MESG_INTERNAL, IKE_INIT_QM`);
    this.#isakmp('Old State = IKE_QM_READY  New State = IKE_QM_I_QM1');
  }

  /** Forgets an SA pair, as at a clear or an idle timeout, and tells the other end. */
  deletePair(inbound: number): void {
    this.inbound.delete(inbound);
    this.#ipsec(`IPSEC(delete_sa): deleting SA,\n${this.#tuple(inbound, true)}`);
    if (this.outbound !== undefined) this.#ipsec(`IPSEC(delete_sa): deleting SA,\n${this.#tuple(this.outbound, false)}`);
    this.outbound = undefined;
    this.sendDelete(inbound);
  }

  sendDelete(spi: number): void {
    const messageId = randomMessageId(this.#random);
    this.#plain(`set new node ${this.#id(messageId)} to QM_IDLE      `);
    this.#sendIke(this.role, { kind: 'delete', messageId, spi });
    this.#isakmp(`purging node ${this.#id(messageId)}`);
    this.#isakmp('Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');
    this.#isakmp('Old State = IKE_P1_COMPLETE  New State = IKE_P1_COMPLETE ');
  }

  sendTraffic(): void {
    if (this.outbound === undefined) return;
    this.encapsulated += 1;
    this.#transmit({ kind: 'esp', spi: this.outbound });
  }

  receive(packet: Packet): void {
    if (packet.kind === 'esp') this.#receiveEsp(packet.spi);
    else if (packet.kind === 'delete') this.#receiveDelete(packet);
    else this.#receiveQuickMode(packet);
  }

  #receiveEsp(spi: number): void {
    if (this.inbound.has(spi)) {
      this.decapsulated += 1;
      return;
    }
    this.invalid += 1;
    const nowMs = this.router.now();
    if (nowMs - (this.#loggedAtMs.get(spi) ?? Number.NEGATIVE_INFINITY) < INVALID_SPI_INTERVAL_MS) return;
    this.#loggedAtMs.set(spi, nowMs);
    this.router.say(
      'CRYPTO-4-RECVD_PKT_INV_SPI',
      `decaps: rec'd IPSEC packet has invalid spi for destaddr=${this.address}, prot=50, spi=${printSpi(spi)}, srcaddr=${this.remote}, input interface=GigabitEthernet0/0`,
    );
    // With an IKE SA, IOS answers with a Delete whatever is configured. [C] seed.md 5
    this.sendDelete(spi);
  }

  #receiveDelete({ messageId, spi }: Extract<Packet, { kind: 'delete' }>): void {
    this.#receivedIke(this.role, messageId);
    this.#isakmp(` processing DELETE payload. message ID = ${this.#id(messageId)}`);
    this.#isakmp('peer does not do paranoid keepalives.');
    this.#isakmp(`Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:${hexSpi(spi)})`);
    this.#isakmp(`deleting node ${this.#id(messageId)} error FALSE reason "Informational (in) state 1"`);
    this.#ipsec('IPSEC(key_engine): got a queue event with 1 KMI message(s)');
    this.#ipsec("IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP");
    this.#ipsec(`IPSEC(key_engine_delete_sas): delete SA with spi ${hexSpi(spi)} proto 50 for ${this.remote}`);
    if (this.outbound === spi) this.outbound = undefined;
  }

  #receiveQuickMode(packet: Extract<Packet, { kind: 'quick-mode' }>): void {
    const { messageId, step, spi } = packet;
    if (step === 1) this.#answerQuickMode(messageId, spi);
    const negotiation = this.#negotiations.get(messageId);
    if (step === 2 && negotiation !== undefined) this.#finishAsInitiator(messageId, { ...negotiation, outbound: spi });
    if (step === 3 && negotiation !== undefined) this.#finishAsResponder(messageId, negotiation);
  }

  #answerQuickMode(messageId: number, outbound: number): void {
    const inbound = randomSpi(this.#random);
    this.#negotiations.set(messageId, { role: 'R', inbound, outbound });
    this.#receivedIke('R', messageId);
    this.#isakmp(` processing SA payload. message ID = ${this.#id(messageId)}`);
    this.#isakmp('Checking IPSec proposal 1');
    this.#isakmp('atts are acceptable.');
    this.#isakmp(` processing NONCE payload. message ID = ${this.#id(messageId)}`);
    this.#isakmp('QM Responder gets spi');
    this.#isakmp(`Node ${this.#id(messageId)}, Input = IKE_MESG_FROM_PEER, IKE_QM_EXCH`);
    this.#isakmp('Old State = IKE_QM_READY  New State = IKE_QM_SPI_STARVE');
    this.router.clock.after(this.installDelayMs, () => {
      this.#install(inbound, outbound);
      this.#sendIke('R', { kind: 'quick-mode', messageId, step: 2, spi: inbound });
      this.#isakmp('Old State = IKE_QM_SPI_STARVE  New State = IKE_QM_R_QM2');
    });
  }

  #finishAsInitiator(messageId: number, { inbound, outbound = 0 }: Negotiation): void {
    this.#receivedIke('I', messageId);
    this.#isakmp(` processing SA payload. message ID = ${this.#id(messageId)}`);
    this.#isakmp('atts are acceptable.');
    // The third message leaves before the SA stands: the window in which the other end may be too early. [C] ike.md 4.4
    this.#sendIke('I', { kind: 'quick-mode', messageId, step: 3, spi: inbound });
    this.#isakmp(`deleting node ${this.#id(messageId)} error FALSE reason "No Error"`);
    this.#isakmp('Old State = IKE_QM_I_QM1  New State = IKE_QM_PHASE2_COMPLETE');
    this.#negotiations.delete(messageId);
    this.router.clock.after(this.installDelayMs, () => {
      this.#install(inbound, outbound);
      this.#switchOutbound(outbound);
    });
  }

  #finishAsResponder(messageId: number, { outbound = 0 }: Negotiation): void {
    this.#receivedIke('R', messageId);
    this.#isakmp(`deleting node ${this.#id(messageId)} error FALSE reason "QM done (await)"`);
    this.#isakmp('Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE');
    this.#ipsec('IPSEC(key_engine): got a queue event with 1 KMI message(s)');
    this.#ipsec("IPSEC(key_engine_enable_outbound): rec'd enable notify from ISAKMP");
    this.#negotiations.delete(messageId);
    this.#switchOutbound(outbound);
  }

  #install(inbound: number, outbound: number): void {
    this.#ipsec('IPSEC(key_engine): got a queue event with 1 KMI message(s)');
    this.#ipsec(`IPSEC(create_sa): sa created,\n${this.#tuple(inbound, true)}`);
    this.#ipsec(`IPSEC(create_sa): sa created,\n${this.#tuple(outbound, false)}`);
    this.inbound.add(inbound);
  }

  #switchOutbound(outbound: number): void {
    this.outbound = outbound;
    this.#ipsec(
      `IPSEC(update_current_outbound_sa): updated peer ${this.remote} current outbound sa to SPI ${outbound.toString(16).toUpperCase()}`,
    );
  }

  #tuple(spi: number, isInbound: boolean): string {
    this.#saCount += 1;
    return saTuple({ local: this.address, remote: this.remote, spi, isInbound, connId: 2000 + this.#saCount });
  }

  #sendIke(role: 'I' | 'R', packet: Packet): void {
    this.#log(
      'crypto isakmp',
      this.#wording.packet(this.#connId, `sending packet to ${this.remote} my_port 500 peer_port 500 (${role}) QM_IDLE      `),
    );
    this.#isakmp('Sending an IKE IPv4 Packet.');
    this.#transmit(packet);
  }

  #receivedIke(role: 'I' | 'R', messageId: number): void {
    this.#log(
      'crypto isakmp',
      this.#wording.packet(this.#connId, `received packet from ${this.remote} dport 500 sport 500 Global (${role}) QM_IDLE      `),
    );
    if (!this.#negotiations.has(messageId) || role === 'R') this.#plain(`set new node ${this.#id(messageId)} to QM_IDLE      `);
    this.#isakmp(` processing HASH payload. message ID = ${this.#id(messageId)}`);
  }

  #transmit(packet: Packet): void {
    const { other } = this;
    if (other !== undefined) this.#network.send({ packet, from: this.router.spec.hostname }, () => other.receive(packet));
  }

  #isakmp(...parts: string[]): void {
    this.#log('crypto isakmp', this.#wording.isakmp(this.#connId, parts.join('')));
  }

  #plain(text: string): void {
    this.#log('crypto isakmp', this.#wording.plain(text));
  }

  #ipsec(text: string): void {
    this.#log('crypto ipsec', text);
  }

  #log(what: string, text: string): void {
    this.router.debug(what, this.remote, text);
  }

  #id(messageId: number): string {
    return this.#wording.messageId(messageId);
  }
}
