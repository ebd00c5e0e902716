/** Deadlines are how long each wait on a device may last before it is called a failure: silence, and the whole; limits.ts says how much may come meanwhile. */
export interface Deadlines {
  /** TCP connection to the device or the first jump host. */
  connectMs: number;
  /** SSH version and key exchange: old routers need seconds for a large group. */
  handshakeMs: number;
  /** From the first credential offered to the server's yes; some Cisco servers never answer a wrong password. */
  loginMs: number;
  /** Silence during a command that ends it as unanswered. */
  idleMs: number;
  /** A whole command, from its line to its prompt; what flows, is pushed or was announced earns more (limits.ts). */
  totalMs: number;
  /** Silence after which a terminal that showed something like a prompt is asked to prove it. */
  settleMs: number;
}

export const DEFAULT_DEADLINES: Deadlines = {
  connectMs: 10_000,
  handshakeMs: 20_000,
  // Under the 5 s that the wrong-password promise allows, handshake included on a healthy network.
  loginMs: 4_500,
  idleMs: 60_000,
  // Two silences, each as long as may be: before the first word and behind the last.
  totalMs: 120_000,
  settleMs: 250,
};
