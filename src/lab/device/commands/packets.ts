/** Commands of embedded packet capture, in EXEC mode as IOS XE has them. [C] Cisco 116045; what they answer is believed [L] */
import { isOurs, nameOf } from '../flash.ts';
import { exportRing, type PacketRing } from '../packet-rings.ts';
import type { Router } from '../router.ts';
import type { Command } from './command.ts';

/** One more word of a ring that may not be there yet. */
function sets(words: string, set: (ring: PacketRing, values: readonly string[]) => void): Command {
  return {
    words: `monitor capture <name> ${words}`,
    privilege: 15,
    run: ({ rings }, [name = '', ...values]) => {
      set(rings.open(name), values);
      return '';
    },
  };
}

export const PACKET_COMMANDS: readonly Command[] = [
  sets('interface <interface> both', (ring, [face]) => {
    ring.face = face;
  }),
  sets('access-list <list>', (ring, [list]) => {
    ring.list = list;
  }),
  sets('buffer circular size <megabytes>', (ring, [megabytes]) => {
    ring.megabytes = Number(megabytes);
  }),
  sets('limit packet-len <bytes>', (ring, [bytes]) => {
    ring.packetBytes = Number(bytes);
  }),
  { words: 'monitor capture <name> start', privilege: 15, run: ({ rings }, [name = '']) => start(rings.find(name), name) },
  {
    words: 'monitor capture <name> stop',
    privilege: 15,
    run: ({ rings }, [name = '']) => {
      const ring = rings.find(name);
      if (ring?.isActive !== true) return `% Capture ${name} is not active`;
      ring.isActive = false;
      return `Stopped capture point : ${name}`;
    },
  },
  { words: 'monitor capture <name> export <path>', privilege: 15, run: (router, [name = '', path = '']) => exportTo(router, name, path) },
  {
    words: 'no monitor capture <name>',
    privilege: 15,
    run: ({ rings }, [name = '']) => {
      if (rings.find(name)?.isActive === true) return `% Capture ${name} is active: stop it first`;
      rings.remove(name);
      return '';
    },
  },
  { words: 'show monitor capture', privilege: 15, run: ({ rings }) => rings.all.map(show).join('\n\n') },
  {
    words: 'show monitor capture <name>',
    privilege: 15,
    run: ({ rings }, [name = '']) => {
      const ring = rings.find(name);
      return ring === undefined ? `Capture ${name} does not exist` : show(ring);
    },
  },
];

function start(ring: PacketRing | undefined, name: string): string {
  if (ring?.face === undefined || ring.list === undefined) return `% Capture ${name} needs an interface and a filter`;
  ring.isActive = true;
  return `Started capture point : ${name}`;
}

function exportTo(router: Router, name: string, path: string): string {
  const ring = router.rings.find(name);
  if (ring === undefined || ring.isActive) return `% Capture ${name} cannot be exported`;
  if (!isOurs(router, path)) return `%Error opening ${path} (No such device)`;
  const isWhole = router.writeFile(nameOf(path), exportRing(ring).toString('latin1'), 'replace');
  return isWhole ? 'Exported Successfully' : `%Error writing ${path} (No space left on device)`;
}

function show({ name, face = '', list = '', megabytes, packetBytes, isActive }: PacketRing): string {
  return [
    `Status Information for Capture ${name}`,
    '  Target Type: ',
    ` Interface: ${face}, Direction: BOTH`,
    `   Status : ${isActive ? 'Active' : 'Inactive'}`,
    '  Filter Details: ',
    `   Access-list: ${list}`,
    '  Buffer Details: ',
    '   Buffer Type: CIRCULAR',
    `   Buffer Size (in MB): ${megabytes}`,
    '  Limit Details: ',
    '   Number of Packets to capture: 0 (no limit)',
    '   Packet Capture duration: 0 (no limit)',
    `   Packet Size to capture: ${packetBytes === 0 ? '0 (no limit)' : packetBytes}`,
    '   Packet sampling rate: 0 (no sampling)',
  ].join('\n');
}
