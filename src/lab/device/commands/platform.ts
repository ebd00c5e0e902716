/** Commands that only some platforms have: the Quantum Flow Processor's drop counters, event traces. */
import { PLATFORMS } from '../../../ios/platforms/index.ts';
import type { Router } from '../router.ts';
import type { Command } from './command.ts';
import { showDatapathDrops } from './qfp-drops.ts';

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
  ...(['ipsec', 'ikev2'] as const).flatMap((feature) =>
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

/** True when this router has the command at all. */
export function isForPlatform(command: Command, { spec }: Router): boolean {
  const { hasQfp, hasEventTrace } = PLATFORMS[spec.platform];
  if (command.words.includes(' qfp ')) return hasQfp;
  return hasEventTrace || !command.words.includes('event-trace');
}

function dropsOf({ tunnels }: Router): number {
  return tunnels.reduce((total, tunnel) => total + tunnel.invalidSpis(), 0);
}
