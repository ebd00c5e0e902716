/** Configured ends are both ends of a router's tunnels as its running configuration tells them: its own addresses, and the peers that it names. */
import { parseConfiguration } from './configuration.ts';
import { type InterfaceAddress, readInterfaceAddresses } from './interface-addresses.ts';
import { type NamedPeer, readWays } from './named-peers.ts';
import { readIdentities, readPresharedOnly } from './peer-identities.ts';

export interface ConfiguredEnds {
  /** False when the account is shown a part only: nothing follows from what is missing. */
  isWhole: boolean;
  addresses: InterfaceAddress[];
  peers: NamedPeer[];
  /** By the version of IKE: a key alone lets a peer in, no certificate. */
  isPresharedOnly: Record<1 | 2, boolean>;
}

/** All that is no character on paper, but the ends of lines. */
export const UNPRINTABLE = /[^\P{C}\n]/gu;
/** `version 15.7`: an account of a lower privilege or a view is not shown it. [B] */
export const VERSION_LINE = /^version \d/;

export function readConfiguredEnds(text: string): ConfiguredEnds {
  // Names of maps and interfaces are told to people: nothing that a terminal acts on comes through.
  const configuration = parseConfiguration(text.replaceAll('\r\n', '\n').replaceAll(UNPRINTABLE, '?'));
  return {
    isWhole: configuration.lines.some((line) => VERSION_LINE.test(line.text)),
    addresses: readInterfaceAddresses(configuration),
    peers: [...readWays(configuration), ...configuration.sections.flatMap(readIdentities)],
    isPresharedOnly: readPresharedOnly(configuration.sections),
  };
}
