/** Evidence of the router around a tunnel: its data plane, its control plane, and the other router that may take its place. */
import { PLATFORMS } from '../../ios/platforms/index.ts';
import type { Evidence } from './evidence.ts';

/** `data-plane`: what the Quantum Flow Processor has thrown away, and what the control plane's policing has. */
export const dataPlane: Evidence = {
  id: 'data-plane',
  title: 'drops of the data plane and of control plane policing',
  isFor: ({ platform }) => PLATFORMS[platform].hasQfp,
  asks: ({ platform }) => [
    ...(PLATFORMS[platform].hasQfp
      ? ([
          { command: 'show platform hardware qfp active statistics drop' },
          { command: 'show platform hardware qfp active feature ipsec datapath drops all' },
          // One SA of it is asked for by a number that is neither SPI nor flow id, and no public text says where to read it. [U]
          { command: 'show platform hardware qfp active feature ipsec state', is: 'optional' },
        ] as const)
      : []),
    { command: 'show policy-map control-plane', is: 'optional' },
  ],
};

/** `ha`: which router is the active one. */
export const ha: Evidence = {
  id: 'ha',
  title: 'the state of HSRP or VRRP, and of a second route processor',
  isFor: ({ isShared }) => isShared,
  asks: () => [
    { command: 'show standby', is: 'optional' },
    { command: 'show vrrp', is: 'optional' },
    { command: 'show redundancy', is: 'optional' },
  ],
};
