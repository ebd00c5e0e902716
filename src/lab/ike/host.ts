/** A host is the router that an end of a tunnel lives on, as far as IKE knows one: its addresses, its clock, its configuration, and where it writes. */
import type { LabClock } from '../clock.ts';
import type { RouterSpec } from '../device/router-spec.ts';
import type { Nhrp, TunnelView } from '../device/tunnel-view.ts';
import type { OnTheWire } from './wire.ts';

/** A ring of lines that is written to, whoever reads it. */
interface Trace {
  write(text: string): void;
}

export interface Host {
  readonly spec: RouterSpec;
  readonly clock: LabClock;
  readonly hostname: string;
  /** The interface towards the peer. */
  readonly outside: string;
  readonly configuration: {
    has(line: string): boolean;
    find(pattern: RegExp): string | undefined;
    set(line: string): void;
    setInside(section: string, line: string): void;
    unset(prefix: string): boolean;
  };
  readonly traces: Readonly<Record<'ipsec' | 'ikev2', Trace>>;
  /** Whoever captures what passes the interface towards the peer. */
  readonly rings: {
    /** Somebody does: most packets pass no capture, and are not even written down then. */
    readonly areOpen: boolean;
    see(packet: OnTheWire): void;
  };
  readonly debugs: ReadonlySet<string>;
  /** Where a tunnel shows itself. */
  readonly tunnels: TunnelView[];
  nhrp: Nhrp | undefined;
  /** By its own clock. */
  now(): number;
  say(tag: string, text: string): void;
  debug(what: string, remote: string, text: string): void;
  reload(bootMs: number): void;
}

/** `crypto isakmp invalid-spi-recovery`, which does nothing for a dynamic map. [C] seed.md 5 */
export function recoversInvalidSpis({ configuration }: Host): boolean {
  const isStatic = configuration.find(/^crypto dynamic-map /) === undefined;
  return isStatic && configuration.has('crypto isakmp invalid-spi-recovery');
}
