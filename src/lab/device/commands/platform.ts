/** Commands that only some platforms have: the Quantum Flow Processor's drop counters, event traces. */
import { PLATFORMS } from '../../../ios/platforms/index.ts';
import { traceEntries } from '../log-settings.ts';
import type { Router } from '../router.ts';
import type { RouterSpec } from '../router-spec.ts';
import type { TunnelView } from '../tunnel-view.ts';
import type { Command } from './command.ts';

const FEATURES = ['ipsec', 'ikev2'] as const;
const TRACES = ['all', 'from-boot', 'latest'];

export const PLATFORM_COMMANDS: readonly Command[] = [
  {
    words: 'show platform hardware qfp active statistics drop',
    privilege: 15,
    run: (router) =>
      [
        'Last clearing of QFP drops statistics : never',
        '',
        '-------------------------------------------------------------------------',
        'Global Drop Stats                         Packets                  Octets',
        '-------------------------------------------------------------------------',
        `IpsecInput${String(dropsOf(router)).padStart(39)}${String(dropsOf(router) * 166).padStart(24)}`,
      ].join('\n'),
  },
  {
    words: 'show platform hardware qfp active feature ipsec datapath drops [all]',
    privilege: 15,
    run: (router, _values, _session, options) => showDatapathDrops(router, options.has('all')),
  },
  ...TRACES.flatMap((which): Command[] => [
    { words: `show monitor event-trace crypto ipsec event ${which} [detail]`, privilege: 15, run: ({ traces }) => traces.ipsec.show() },
    { words: `show monitor event-trace crypto ikev2 event ${which} [detail]`, privilege: 15, run: ({ traces }) => traces.ikev2.show() },
    {
      words: `show monitor event-trace crypto ${which} [detail]`,
      privilege: 15,
      run: ({ traces }) => `ikev2_event:\n${traces.ikev2.show()}\n\nipsec_event:\n${traces.ipsec.show()}`,
    },
  ]),
  ...FEATURES.map(
    (feature): Command => ({
      words: `show monitor event-trace crypto ${feature} event parameters`,
      privilege: 15,
      run: ({ configuration }) => `Trace has ${traceEntries(configuration, feature)} entries\nStacktrace is disabled by default`,
    }),
  ),
  ...FEATURES.flatMap((feature) =>
    (['enable', 'disable', 'clear'] as const).map(
      (act): Command => ({
        words: `monitor event-trace crypto ${feature} event ${act}`,
        privilege: 15,
        run: ({ traces }) => {
          if (act === 'clear') traces[feature].clear();
          else traces[feature].isEnabled = act === 'enable';
          return '';
        },
      }),
    ),
  ),
];

/** True when such a router has the command at all. */
export function isForPlatform(command: Command, spec: Pick<RouterSpec, 'image' | 'platform'>): boolean {
  if (spec.image === 'iol' && command.words.includes('event manager')) return false;
  const { hasQfp, hasEventTrace, hasPacketCapture } = PLATFORMS[spec.platform];
  if (command.words.includes(' qfp ')) return hasQfp;
  if (command.words.includes('monitor capture')) return hasPacketCapture;
  return hasEventTrace || !command.words.includes('event-trace');
}

function dropsOf({ tunnels }: Router): number {
  return tunnels.reduce((total, tunnel) => total + tunnel.invalidSpis(), 0);
}

/** What IPsec threw away in the data plane of IOS XE, by type [C] ike.md 7: some of the types of the published table; the lab never counts most of them. */
const TYPES = [
  [1, 'IN_V4_PKT_HIT_INVALID_SA'],
  [4, 'IN_US_V4_PKT_SA_NOT_FOUND_SPI'],
  [7, 'IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI'],
  [8, 'IN_US_CL_V4_PKT_FAILED_POLICY'],
  [12, 'IN_US_V6_PKT_SA_NOT_FOUND_SPI'],
  [17, 'IN_CPP_FAIL_NOTIF_SA_SOFT_EXPIRY'],
  [18, 'IN_CD_SW_IPSEC_HARD_EXPIRY'],
  [19, 'IN_CD_SW_IPSEC_ANTI_REPLAY_FAIL'],
  [32, 'OUT_V4_PKT_HIT_INVALID_SA'],
  [33, 'OUT_V4_PKT_HIT_IKE_START_SP'],
  [43, 'OUT_CPP_FAIL_NOTIF_SA_SOFT_EXPIRY'],
  [44, 'OUT_CD_SW_IPSEC_HARD_EXPIRY'],
  [111, 'OUT_IPV4_SA_NOT_FOUND'],
] as const;

const RULE = '------------------------------------------------------------------------';
/** Name and count together. [C] */
const ROW_COLUMNS = 61;

/** `all` lists types without drops too. [B] */
function showDatapathDrops({ tunnels }: Router, isAll: boolean): string {
  const sum = (counted: (tunnel: TunnelView) => number): number => tunnels.reduce((total, each) => total + counted(each), 0);
  const counts: Readonly<Record<number, number>> = {
    4: sum((each) => each.invalidSpis()),
    18: sum((each) => each.hardExpired().inbound),
    44: sum((each) => each.hardExpired().outbound),
  };
  const rows = TYPES.map(([type, name]) => ({ type, name, count: counts[type] ?? 0 })).filter(({ count }) => isAll || count > 0);
  return [
    RULE,
    'Drop Type  Name                                     Packets',
    RULE,
    '',
    ...rows.map(({ type, name, count }) => `${String(type).padStart(9)}  ${name}${String(count).padStart(ROW_COLUMNS - name.length)}`),
  ].join('\n');
}
