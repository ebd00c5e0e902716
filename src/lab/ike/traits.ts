/** Traits are how one end is set up, and which faults its software has; scenarios change them. */

import { KILOBYTES } from './tuple.ts';

export interface Traits {
  /** False for a tunnel of another kind: IKEv1 has nothing to say to it. */
  hasIkev1: boolean;
  /** From IKE's word to the SA in the data plane. */
  installDelayMs: number;
  /** Has something to send every few seconds. */
  isTalkative: boolean;
  /** Protects a tunnel interface; undefined: by a crypto map on the outside. */
  tunnelInterface: string | undefined;
  childLifetimeSeconds: number;
  /** Each end goes by its own; that they are not agreed on is likely. [L] ike.md 8.10 */
  childLifetimeKilobytes: number;
  ikeLifetimeSeconds: number;
  /** Between two probes; undefined: no dead peer detection. */
  dpdSeconds: number | undefined;
  /** Sends with a new SA as soon as it is made, before the third message of quick mode. CSCty30063 (unverified id) */
  usesNewSaEarly: boolean;
  /** Deletes a new SA for which a packet comes before it is installed. CSCvn31824 */
  killsNewSaOnEarlyPacket: boolean;
  /** Its data plane goes on with an SA that IKE has deleted. */
  keepsDeletedOutbound: boolean;
  /** Its data plane never gets what IKE installs. */
  losesInstalledInbound: boolean;
  /** Drops whatever comes with an SPI from 0xFF000000 on, although it chose it. CSCvp16730 */
  dropsHighSpis: boolean;
  /** Lets an SA expire without telling the peer. */
  expiresSilently: boolean;
  /** Rekeys before an SA's life ends. */
  asksForSuccessor: boolean;
  /** Has none for a new SA. */
  lacksMemory: boolean;
  /** Refuses every quick mode. */
  refusesQuickMode: boolean;
}

const HOUR_SECONDS = 3600;

export function soundTraits(installDelayMs: number): Traits {
  return {
    hasIkev1: true,
    installDelayMs,
    isTalkative: true,
    tunnelInterface: undefined,
    childLifetimeSeconds: HOUR_SECONDS,
    childLifetimeKilobytes: KILOBYTES,
    ikeLifetimeSeconds: 24 * HOUR_SECONDS,
    dpdSeconds: undefined,
    usesNewSaEarly: false,
    killsNewSaOnEarlyPacket: false,
    keepsDeletedOutbound: false,
    losesInstalledInbound: false,
    dropsHighSpis: false,
    expiresSilently: false,
    asksForSuccessor: true,
    lacksMemory: false,
    refusesQuickMode: false,
  };
}
