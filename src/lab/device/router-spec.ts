/** A router's specification is what a simulated router is before anybody types: its name, its software, its clock, and what is wrong with it. */
import type { PlatformId } from '../../ios/platforms/index.ts';

/** The version of IKE that both ends of a tunnel speak. */
export type IkeVersion = 1 | 2;

/** The releases of simulated IOS: 15 when left out; IOS XE has but one here. */
export type IosRelease = '12.4' | '15';

export interface RouterSpec {
  hostname: string;
  /** IKE address. */
  address: string;
  /** The version of IKE that its tunnel is configured for; the lab fills it in. */
  ike?: IkeVersion | undefined;
  /** The other end's IKE address; the lab fills it in. */
  peerAddress?: string | undefined;
  platform: PlatformId;
  release?: IosRelease | undefined;
  /** This router's clock minus the lab's when the lab starts, in ms. */
  offsetMs: number;
  /** By how much this router's clock gains on the lab's, in parts per million. */
  driftPpm?: number | undefined;
  /** Asked for by `enable`; a login gives user EXEC then. */
  enableSecret?: string | undefined;
  /** AAA asks its server about every command, and the server does not know EEM. */
  authorizesCommands?: boolean | undefined;
  /** `stuck`: nothing that is asked for runs; `killed-early`: at the default maxrun, whatever the applet says; `no-append`: files are not appended to. */
  eemFault?: 'stuck' | 'killed-early' | 'no-append' | undefined;
  flashBytes?: number | undefined;
  /** Said before the first prompt. */
  banner?: string | undefined;
  /** Instead of the default configuration. */
  configuration?: string | undefined;
}
