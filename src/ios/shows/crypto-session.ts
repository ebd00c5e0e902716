/** `show crypto session detail` says for each peer whether it is up, and whether an IKE SA still stands behind its child SAs. */
import { readAddress } from '../../ipsec/address.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownSession, ShownState } from './show.ts';

/** `Session status: UP-NO-IKE` */
export const SESSION_STATUS = /^\s*Session status: (\S+)/;
/** `Peer: 10.161.255.14 port 500 fvrf: (none) ivrf: (none)` */
export const SESSION_PEER = /^\s*Peer: (\S+?)(?:\/\d+)? (?:port \d+|fvrf)/;

export const cryptoSession: Show = {
  id: 'crypto-session',
  command: 'show crypto session detail',
  names: /^show_crypto_session/i,
  read(text): ShownState {
    const sessions: Shown<ShownSession>[] = [];
    for (const line of showLines(text)) followSession(sessions, line);
    return { sessions };
  },
  samples: ['Interface: Tunnel0\nSession status: UP-NO-IKE\nPeer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)'],
};

/** The peer stands below the status. */
function followSession(sessions: Shown<ShownSession>[], { line, text }: ShowLine): void {
  const status = SESSION_STATUS.exec(text)?.[1];
  if (status !== undefined) sessions.push({ value: { status }, line, text });
  const remote = readAddress(SESSION_PEER.exec(text)?.[1]);
  const last = sessions.at(-1);
  if (remote !== undefined && last !== undefined && last.value.remote === undefined) last.value.remote = remote;
}
