/** States gather what each peer's shows and configuration say, every fact with the line that says it. */
import type { BundleFile } from '../bundle/bundle.ts';
import { SNAPSHOTS, type SnapshotTime, snapshotOf } from '../bundle/snapshot.ts';
import { embeddedShows } from '../ios/log/embedded-shows.ts';
import { type Coverage, coverageOf } from '../ios/show-coverage.ts';
import type { ConfiguredTunnel, Shown, ShownState } from '../ios/shows/show.ts';
import { BUFFER_CLOCK } from '../ios/shows/time.ts';
import type { Address } from '../ipsec/address.ts';
import type { Side } from '../ipsec/side.ts';
import { readerOf } from '../vendors/shows.ts';
import type { Cited, PeerState } from './state.ts';

type ShownFile = ShownState & { file: string; side: Side };

/** Facts about other peers of the same router are left out. */
export function stateOf(side: Side, files: readonly BundleFile[], remotes: ReadonlySet<Address>): PeerState {
  const shown = files.flatMap((file) => shownIn(side, file, remotes));
  const isTheirs = (remote: Address | undefined) => remote === undefined || remotes.has(remote);
  const tunnel = chosenTunnel(all(shown, 'tunnels'), isTheirs);
  return withoutAbsent({
    version: first(shown, 'version'),
    model: first(shown, 'model'),
    uptimeSeconds: first(shown, 'uptimeSeconds'),
    startedAt: first(shown, 'restartedAt') ?? startedBy(shown),
    clockAt: first(shown, 'clockAt'),
    isNtpSynchronised: first(shown, 'isNtpSynchronised'),
    ipsecSas: listed(shown, 'childSas')?.filter(({ value }) => isTheirs(value.remote)),
    partSas: listed(shown, 'partSas')?.filter(({ value }) => isTheirs(value.remote)),
    ikeChildSas: listed(shown, 'ikeChildSas')?.filter(({ value }) => isTheirs(value.remote)),
    counters: listed(shown, 'counters')?.filter(({ value }) => isTheirs(value.remote)),
    ikeSas: listed(shown, 'ikeSas')?.flatMap(({ value: { addresses, ...ike }, ...place }) => {
      const remote = addresses.find((address) => remotes.has(address));
      return remote === undefined ? [] : [{ value: { ...ike, remote }, ...place }];
    }),
    spis: listed(shown, 'spis'),
    dataPlaneSas: listed(shown, 'dataPlaneSas')?.filter(({ value }) => isTheirs(value.remote)),
    redundancy: listed(shown, 'redundancy'),
    sessionStatus: sessionStatus(shown, isTheirs),
    invalidSpiRecovery: first(shown, 'invalidSpiRecovery'),
    cryptoConfigType: tunnel === undefined ? undefined : { ...tunnel, value: tunnel.value.type },
    nhrp: listed(shown, 'nhrp'),
    dmvpn: listed(shown, 'dmvpn')?.filter(({ value }) => isTheirs(value.nbma)),
    sessions: listed(shown, 'sessions')?.filter(({ value }) => isTheirs(value.remote)),
    groups: listed(shown, 'groups'),
    peers: listed(shown, 'peers'),
    configuredIke: first(shown, 'configuredIke'),
    isDpdConfigured: first(shown, 'isDpdConfigured'),
    dpd: first(shown, 'dpd'),
    ikeLifetimeSeconds: first(shown, 'ikeLifetimeSeconds'),
    ipsecLifetimeSeconds: ownLifetime(tunnel, 'lifetimeSeconds') ?? first(shown, 'ipsecLifetimeSeconds'),
    ipsecLifetimeKilobytes: ownLifetime(tunnel, 'lifetimeKilobytes') ?? first(shown, 'ipsecLifetimeKilobytes'),
    ipsecIdleSeconds: first(shown, 'ipsecIdleSeconds'),
  });
}

/** Each at its own instant: what the trigger's shows say is left alone. */
export function snapshotsOf(
  side: Side,
  files: readonly BundleFile[],
  remotes: ReadonlySet<Address>,
): Partial<Record<SnapshotTime, PeerState>> {
  return Object.fromEntries(
    SNAPSHOTS.flatMap((when) => {
      const own = files.filter(({ name, text }) => snapshotOf(name)?.when === when && text !== '');
      return own.length === 0 ? [] : [[when, stateOf(side, own, remotes)]];
    }),
  );
}

/** What a file says: it is the output of one show, or somebody's terminal session with shows in it. */
function shownIn(side: Side, { name, text }: BundleFile, remotes: ReadonlySet<Address>): ShownFile[] {
  const show = readerOf(snapshotOf(name)?.name ?? name);
  if (text === '') return [];
  const covered = (command: string, output: string, state: ShownState) => believed(state, coverageOf(command, output, remotes));
  if (show !== undefined) return [{ ...covered(snapshotOf(name)?.name ?? name, text, show.read(text)), file: name, side }];
  return embeddedShows(text).map(({ command, linesAbove, text: output, show: typed }) => ({
    ...movedBy(linesAbove, covered(command, output, typed.read(output))),
    file: name,
    side,
  }));
}

/** What lists everything that there is: nothing that is not in it is there. */
const LISTS = [
  'childSas',
  'ikeChildSas',
  'ikeSas',
  'spis',
  'dataPlaneSas',
  'sessions',
  'nhrp',
  'dmvpn',
  'counters',
] as const satisfies readonly ListKey[];

/** A show that was refused says nothing; one that shows a part only lists no whole, since what is not in it may be there. */
function believed(state: ShownState, coverage: Coverage): ShownState {
  if (coverage === 'all') return state;
  if (coverage === 'nothing') return {};
  const { childSas = [] } = state;
  const rest = Object.fromEntries(Object.entries(state).filter(([key]) => !(LISTS as readonly string[]).includes(key)));
  return childSas.length === 0 ? rest : { ...rest, partSas: childSas };
}

/** Lines are those of the file. */
function movedBy(linesAbove: number, state: ShownState): ShownState {
  for (const fact of Object.values(state).flat()) if (fact !== undefined && fact.line > 0) fact.line += linesAbove;
  return state;
}

type SingleKey = { [Key in keyof ShownState]-?: NonNullable<ShownState[Key]> extends unknown[] ? never : Key }[keyof ShownState];
type ListKey = Exclude<keyof ShownState, SingleKey>;
type ValueOf<Key extends keyof ShownState> =
  NonNullable<ShownState[Key]> extends Shown<infer T> ? T : NonNullable<ShownState[Key]> extends Shown<infer T>[] ? T : never;

/** The time above a buffer may be of another day than `show version`. */
function startedBy(shown: readonly ShownFile[]): Cited<number> | undefined {
  const uptime = first(shown, 'uptimeSeconds');
  const clock = first(
    shown.filter(({ file }) => !file.startsWith(BUFFER_CLOCK)),
    'clockAt',
  );
  return uptime === undefined || clock === undefined ? undefined : { ...uptime, value: clock.value - uptime.value * SECOND_MS };
}

const SECOND_MS = 1000;

function first<Key extends SingleKey>(shown: readonly ShownFile[], key: Key): Cited<ValueOf<Key>> | undefined {
  for (const { file, side, ...state } of shown) {
    const fact = state[key];
    if (fact !== undefined) return { ...(fact as Shown<ValueOf<Key>>), file, side };
  }
  return undefined;
}

function all<Key extends ListKey>(shown: readonly ShownFile[], key: Key): Cited<ValueOf<Key>>[] {
  return shown.flatMap(({ file, side, ...state }) =>
    ((state[key] ?? []) as Shown<ValueOf<Key>>[]).map((fact) => ({ ...fact, file, side })),
  );
}

/** Undefined when no file was there to list anything: an empty list means that the router listed nothing. */
function listed<Key extends ListKey>(shown: readonly ShownFile[], key: Key): Cited<ValueOf<Key>>[] | undefined {
  return shown.some((state) => state[key] !== undefined) ? all(shown, key) : undefined;
}

function sessionStatus(shown: readonly ShownFile[], isTheirs: (remote: Address | undefined) => boolean): Cited<string> | undefined {
  const own = all(shown, 'sessions').filter(({ value }) => isTheirs(value.remote));
  // Of several sessions with one peer the one that works counts, wherever it stands.
  const session = own.find(({ value }) => value.status.startsWith('UP')) ?? own[0];
  return session === undefined ? undefined : { ...session, value: session.value.status };
}

/** The tunnel that names the peer; else one that takes any peer; else the only one there is. */
function chosenTunnel(tunnels: readonly Cited<ConfiguredTunnel>[], isTheirs: (remote: Address | undefined) => boolean) {
  const named = tunnels.find(({ value: { remote, backups = [] } }) => remote !== undefined && [remote, ...backups].some(isTheirs));
  return named ?? tunnels.find(({ value }) => value.remote === undefined) ?? (tunnels.length === 1 ? tunnels[0] : undefined);
}

function ownLifetime(tunnel: Cited<ConfiguredTunnel> | undefined, key: 'lifetimeSeconds' | 'lifetimeKilobytes'): Cited<number> | undefined {
  const value = tunnel?.value[key];
  return tunnel === undefined || value === undefined ? undefined : { ...tunnel, value };
}

function withoutAbsent(state: PeerState): PeerState {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
