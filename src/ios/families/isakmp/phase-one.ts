/** The ISAKMP phase 1 shapes are the lines that tell an IKE SA's life: begun, authenticated, up, replaced, gone. */
import { readAddress } from '../../../ipsec/address.ts';
import type { IkeSaEvent } from '../../../ipsec/event.ts';
import type { Shape } from '../../log/shape.ts';
import type { IsakmpContext } from './memory.ts';

/** `beginning Main Mode exchange` */
export const BEGINNING_PHASE_ONE = /^beginning (?:Main|Aggressive) Mode exchange/;
/** `SA has been authenticated with 13.1.1.3` */
export const AUTHENTICATED = /^SA has been authenticated with (\S+)/;
/** `Old State = IKE_I_MM6  New State = IKE_P1_COMPLETE ` */
export const PHASE_ONE_COMPLETE = /^Old State = (?!IKE_P1_COMPLETE)\S+\s+New State = IKE_P1_COMPLETE/;
/** `Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA ` */
export const PHASE_ONE_DESTROYED = /^Old State = (?!IKE_DEST_SA)\S+\s+New State = IKE_DEST_SA/;
/** `deleting SA reason "No reason" state (R) QM_IDLE       (peer 198.51.100.1)` */
export const DELETING_SA = /^deleting SA reason "([^"]*)" state \([IR]\) \S*\s*\(peer (\S+?)\)/;
/** `bring down existing phase 1 and 2 SA's with local 192.0.2.1 remote 198.51.100.1 remote port 500` */
export const BRING_DOWN = /^bring down existing phase 1 and 2 SA's with local (\S+) remote (\S+) remote port/;
/** `Deleting peer node by peer_reap for 203.0.113.1: 80007309399748E0` */
export const PEER_REAP = /^Deleting peer node by peer_reap for (\S+?):/;
/** `No pre-shared key with 203.0.113.1!`, `construct_initial_message: Can not start Main mode` */
export const CANNOT_START = /^(?:No pre-shared key with (\S+)!|construct_initial_message: Can not start Main mode)/;
/** `Find a dup sa in the avl tree during calling isadb_insert sa = 628E53B8` */
export const DUPLICATE_SA = /^Find a dup sa in the avl tree/;
/** `vendor ID is DPD` */
export const VENDOR_DPD = /^vendor ID is DPD/;
/** `Started lifetime timer: 86400.` */
export const LIFETIME_TIMER = /^Started lifetime timer:\s*(\d+)/;
/** `restart ike sa timer to 3600 secs` */
export const LIFETIME_RESTART = /^restart ike sa timer to (\d+) secs/;
/** `SA has outstanding requests  (local 172.16.0.2 port 4500, remote 203.0.113.1 port 4500)` */
export const OUTSTANDING_REQUESTS = /^SA has outstanding requests\s+\(local \S+ port \d+, remote (\S+) port \d+\)/;

export const ISAKMP_PHASE_ONE: readonly Shape<IsakmpContext>[] = [
  {
    word: 'beginning',
    pattern: BEGINNING_PHASE_ONE,
    read(_match, context) {
      context.connection.started = emit(context, { change: 'started', role: 'initiator', remote: undefined });
    },
  },
  {
    word: 'SA',
    pattern: AUTHENTICATED,
    read(match, context) {
      context.connection.remote = readAddress(match[1]);
      emit(context, { change: 'authenticated', remote: readAddress(match[1]) });
    },
  },
  {
    word: 'SA',
    pattern: OUTSTANDING_REQUESTS,
    read(match, { connection }) {
      connection.remote = readAddress(match[1]);
    },
  },
  { word: 'Old', pattern: PHASE_ONE_COMPLETE, hint: '= IKE_P1_COMPLETE', read: (_match, context) => emit(context, { change: 'established' }) },
  { word: 'Old', pattern: PHASE_ONE_DESTROYED, hint: '= IKE_DEST_SA', read: (_match, context) => emit(context, { change: 'deleted', reason: 'IKE_DEST_SA' }) },
  {
    word: 'deleting',
    pattern: DELETING_SA,
    read: (match, context) => emit(context, { change: 'deleted', reason: match[1], remote: readAddress(match[2]) }),
  },
  {
    word: 'bring',
    pattern: BRING_DOWN,
    read: (match, context) => emit(context, { change: 'deleted', reason: 'initial contact', remote: readAddress(match[2]) }),
  },
  {
    word: 'Deleting',
    pattern: PEER_REAP,
    read: (match, context) => emit(context, { change: 'deleted', reason: 'peer_reap', remote: readAddress(match[1]) }),
  },
  {
    word: 'No',
    pattern: CANNOT_START,
    read: (match, context) => emit(context, { change: 'failed', reason: match[0], remote: readAddress(match[1]) }),
  },
  {
    word: 'construct_initial_message:',
    pattern: CANNOT_START,
    read: (match, context) => emit(context, { change: 'failed', reason: match[0] }),
  },
  { word: 'Find', pattern: DUPLICATE_SA, read: (_match, context) => emit(context, { change: 'duplicate' }) },
  { word: 'vendor', pattern: VENDOR_DPD, read: (_match, context) => emit(context, { change: 'dpd-supported' }) },
  {
    word: 'Started',
    pattern: LIFETIME_TIMER,
    read: (match, context) => emit(context, { change: 'lifetime', lifetimeSeconds: Number(match[1]) }),
  },
  {
    word: 'restart',
    pattern: LIFETIME_RESTART,
    read: (match, context) => emit(context, { change: 'lifetime', lifetimeSeconds: Number(match[1]) }),
  },
];

function emit(context: IsakmpContext, fields: Pick<IkeSaEvent, 'change'> & Partial<IkeSaEvent>): IkeSaEvent {
  const event: IkeSaEvent = { kind: 'ike-sa', version: 1, remote: context.connection.remote, ...fields, ...context.base() };
  event.remote ??= fields.change === 'started' ? undefined : context.connection.remote;
  context.session.emit(event);
  return event;
}
