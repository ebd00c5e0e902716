/** The lines that `show crypto ikev2 sa detailed` and `show crypto ikev2 session` print below an IKE SA about its exchanges: message ids, windows, what was negotiated last. */
import { readAddress } from '../ipsec/address.ts';
import { withoutAbsent } from './show-lines.ts';
import type { ShownIkeSa, ShownMessageIds } from './shows/show.ts';

/** `Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1`: heads the IKE SAs of a session */
export const SESSION_HEAD = /^\s*Session-id: ?(\d{1,10}), Status: ?([A-Z-]{2,40}), IKE count: ?(\d{1,6}), CHILD count: ?(\d{1,6})/;
/** `      Local req msg id:  214            Remote req msg id:  6`, `      Local next msg id: 214 …`, `      Local req queued:  214 …`, `      Local window:      5 …` */
export const MESSAGE_IDS =
  /^\s*Local (req msg id|next msg id|req queued|window): {1,12}(\d{1,10}) {1,30}Remote (?:req msg id|next msg id|req queued|window): {1,12}(\d{1,10})/;
/** `      Status Description: Negotiation done` */
export const STATUS_DESCRIPTION = /^\s*Status Description: (\S.{0,120}?)\s*$/;
/** `      Pushed IP address: 10.3.3.4` */
export const PUSHED = /^\s*Pushed IP address: (\S{2,45})/;
/** `      DPD configured for 10 seconds, retry 2` */
export const DPD_RETRY = /DPD configured for \d{1,6} seconds, retry (\d{1,4})/;

type SessionWords = Pick<ShownIkeSa, 'sessionId' | 'sessionStatus' | 'ikeCount' | 'childCount'>;

export function sessionHead(text: string): SessionWords | undefined {
  const [, id, sessionStatus, ikes, children] = SESSION_HEAD.exec(text) ?? [];
  return id === undefined ? undefined : { sessionId: Number(id), sessionStatus, ikeCount: Number(ikes), childCount: Number(children) };
}

export function followExchanges(ike: ShownIkeSa, text: string): void {
  const retry = DPD_RETRY.exec(text)?.[1];
  const said = {
    statusDescription: STATUS_DESCRIPTION.exec(text)?.[1],
    pushedAddress: readAddress(PUSHED.exec(text)?.[1]),
    dpdRetrySeconds: retry === undefined ? undefined : Number(retry),
  };
  Object.assign(ike, withoutAbsent(said));
  const [, what, local, remote] = MESSAGE_IDS.exec(text) ?? [];
  if (what === 'window') Object.assign(ike, { localWindow: Number(local), remoteWindow: Number(remote) });
  else if (what !== undefined) ike.messageIds = { ...NONE, ...ike.messageIds, ...idsOf(what, Number(local), Number(remote)) };
}

const NONE: ShownMessageIds = { localRequest: 0, remoteRequest: 0, localNext: 0, remoteNext: 0, localQueued: 0, remoteQueued: 0 };

function idsOf(what: string, local: number, remote: number): Partial<ShownMessageIds> {
  if (what === 'req msg id') return { localRequest: local, remoteRequest: remote };
  return what === 'next msg id' ? { localNext: local, remoteNext: remote } : { localQueued: local, remoteQueued: remote };
}
