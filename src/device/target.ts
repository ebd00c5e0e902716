/** A target is everything needed to log in to one device: address, account with its secrets already resolved, jump hosts, host key policy. */

/** `strict` knows each key beforehand; `accept-new` writes down the first key it sees; `pinned` names the one fingerprint that is right. */
export type HostKeyPolicy =
  | { policy: 'strict'; knownHosts: string }
  | { policy: 'accept-new'; knownHosts: string }
  | { policy: 'pinned'; fingerprint: string };

/** One login over SSH, to a device or to a jump host on the way. */
export interface JumpTarget {
  name: string;
  host: string;
  port: number;
  username: string;
  password?: string | undefined;
  /** PEM or OpenSSH text of the key itself, not its path. */
  privateKey?: string | undefined;
  passphrase?: string | undefined;
  /** Path of an SSH agent's socket. */
  agent?: string | undefined;
  hostKeys: HostKeyPolicy;
  /** Also offers what old IOS needs: group1/14-sha1, cbc, 3des, ssh-rsa with SHA-1. */
  legacyAlgorithms: boolean;
}

export interface DeviceTarget extends JumpTarget {
  enableSecret?: string | undefined;
  /** In the order of travel: the first is dialled directly. */
  jumpHosts: JumpTarget[];
  /** Milliseconds between SSH keepalives; 0 or absent is none, because some servers ignore them and are then cut off. */
  keepaliveMs?: number | undefined;
}

/** `ops@192.0.2.1:22`. */
export function printLogin(target: JumpTarget): string {
  return `${target.username}@${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
}

/** `ssh ops@192.0.2.1:22 via jump@203.0.113.5:22`. */
export function printPath(target: DeviceTarget): string {
  return ['ssh', printLogin(target), ...target.jumpHosts.toReversed().map((jump) => `via ${printLogin(jump)}`)].join(' ');
}
