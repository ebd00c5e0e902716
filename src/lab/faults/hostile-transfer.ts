/** Hostile faults of a transfer: sizes that cannot be, bytes without end, headers without end, a directory in place of the file. */
import type { ServerChannel, SFTPWrapper } from 'ssh2';
import type { Fault } from '../device/fault.ts';
import type { Router } from '../device/router.ts';
import type { LabFault } from './lab-fault.ts';
import { sayForEver } from './means/hostility.ts';

/** Small, because each byte that was listed earns the router some patience. */
const FILE_BYTES = 4500;
const makeFile = (): Buffer => Buffer.alloc(FILE_BYTES, 'evidence\n');
const HOSTILE = { works: ['scp'], outcome: 'loud', isHostile: true, makeFile } as const;
const SFTP = { ...HOSTILE, works: ['sftp'] } as const;

/** Instead of the router's own SCP server. */
function scp(serve: (channel: ServerChannel, router: Router) => void): () => Fault {
  return () => ({
    onSession: (session, router) => {
      session.on('exec', (accept) => {
        const channel = accept();
        channel.on('error', () => undefined).resume();
        serve(channel, router);
      });
      return true;
    },
  });
}

/** The file's own line, then what follows, for ever. */
function announcing(header: string, then: string | Buffer, everyMs = 0): () => Fault {
  return scp((channel) => {
    channel.write(header);
    void sayForEver(channel, then, everyMs);
  });
}

/** Instead of an SFTP server, which no router of the lab has. */
function sftp(sizeBytes: number, read: (server: SFTPWrapper, id: number, length: number) => void): () => Fault {
  return () => ({
    onSession: (session) => {
      session.on('sftp', (accept) => {
        const server = accept();
        const attributes = { mode: 0o100644, uid: 0, gid: 0, size: sizeBytes, atime: 0, mtime: 0 };
        server.on('error', () => undefined);
        server.on('STAT', (id) => server.attrs(id, attributes));
        server.on('OPEN', (id) => server.handle(id, Buffer.from('h')));
        server.on('READ', (id, _handle, _offset, length) => read(server, id, length));
      });
      return true;
    },
  });
}

export const HOSTILE_TRANSFER_FAULTS = {
  'hostile-scp-4-tb': {
    ...HOSTILE,
    title: 'hostile: SCP announces 4 TB',
    make: announcing('C0644 4000000000000 evidence.txt\n', 'x'.repeat(32_768)),
  },
  'hostile-scp-directory': {
    ...HOSTILE,
    title: 'hostile: SCP sends a directory in place of the file',
    make: announcing('D0755 0 evidence.txt\n', `C0644 ${FILE_BYTES} evidence.txt\n`, 50),
  },
  'hostile-scp-errors': {
    ...HOSTILE,
    title: 'hostile: SCP says nothing but errors, without end',
    make: scp((channel) => void sayForEver(channel.stderr, 'e'.repeat(32_768))),
  },
  'hostile-scp-header': { ...HOSTILE, title: 'hostile: a header of SCP without end', make: announcing('C0644 ', '9'.repeat(32_768)) },
  'hostile-scp-listed-4-tb': { ...HOSTILE, title: 'hostile: a file that was listed with 4 TB, by SCP', listedBytes: 4e12 },
  'hostile-scp-name': {
    ...HOSTILE,
    outcome: 'exact',
    title: 'hostile: SCP names another file than was asked for',
    make: scp((channel, router) => {
      channel.write(`C0644 ${FILE_BYTES} ../../.ssh/authorized_keys\n`);
      channel.write(Buffer.concat([router.flash.get('evidence.txt')?.bytes ?? Buffer.alloc(0), Buffer.from([0])]));
    }),
  },
  'hostile-scp-size-negative': {
    ...HOSTILE,
    title: 'hostile: SCP announces a size below nothing',
    make: announcing('C0644 -1 evidence.txt\n', 'x', 50),
  },
  'hostile-scp-ten-bytes': {
    ...HOSTILE,
    title: 'hostile: SCP announces 10 bytes and sends for ever',
    make: announcing('C0644 10 evidence.txt\n', 'x'.repeat(32_768)),
  },
  'hostile-scp-times': { ...HOSTILE, title: 'hostile: the times of the file, without end', make: announcing('', 'T1 0 1 0\n'.repeat(100)) },
  'hostile-scp-trickle': {
    ...HOSTILE,
    title: 'hostile: a file by SCP that trickles for ever',
    make: announcing(`C0644 ${FILE_BYTES} evidence.txt\n`, '.', 300),
  },
  'hostile-scp-unanswered': {
    ...HOSTILE,
    title: 'hostile: no answer to the wish for SCP',
    make: () => ({ onSession: (session) => session.on('exec', () => undefined).listenerCount('exec') > 0 }),
  },
  'hostile-scp-without-end': {
    ...HOSTILE,
    title: 'hostile: the whole file by SCP, and more for ever',
    make: announcing(`C0644 ${FILE_BYTES} evidence.txt\n`, 'x'.repeat(32_768)),
  },
  'hostile-sftp-4-tb': {
    ...SFTP,
    title: 'hostile: SFTP says that the file has 4 TB',
    make: sftp(4e12, (server, id, length) => server.data(id, Buffer.alloc(length))),
  },
  'hostile-sftp-ends': {
    ...SFTP,
    title: 'hostile: SFTP gives nothing of the file',
    make: sftp(FILE_BYTES, (server, id) => server.status(id, 1)),
  },
  'hostile-sftp-silence': { ...SFTP, title: 'hostile: SFTP is silent in the middle', make: sftp(FILE_BYTES, () => undefined) },
  'hostile-sftp-trickle': {
    ...SFTP,
    title: 'hostile: SFTP gives a byte now and then',
    make: sftp(FILE_BYTES, (server, id) => void setTimeout(() => server.data(id, Buffer.from('x')), 300)),
  },
} as const satisfies Record<string, LabFault>;
