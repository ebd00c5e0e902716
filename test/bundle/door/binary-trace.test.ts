/** A binary trace of IOS XE is named, and counts as no log of which lines were not read. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const BINARY = Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 37) % 256));
const reports = async (files: { path: string; bytes: Buffer }[]) =>
  (await judgeFiles([{ path: 'tunnel.yaml', bytes: Buffer.from(TUNNEL) }, ...files], 'traces')).timeline;

describe('a binary trace', () => {
  it.each(['a/tracelogs/IOSRP_R0-0.7219_0.20250609184000.bin', 'b/crypto_ikev2_event.trace', 'a/event-trace.bin'])(
    'is said to be one, with the command that prints it as text: %s',
    async (path) => {
      const { files } = await reports([{ path, bytes: BINARY }]);
      expect(files).toMatchObject([
        { path, takenFor: 'a binary trace, which is not read: `show monitor event-trace crypto all` prints as text what can be read here' },
      ]);
      expect(files?.[0]?.readShare).toBeNull();
    },
  );

  it('is not what any other file is that is no text', async () => {
    const { files } = await reports([{ path: 'a/photo.jpg', bytes: BINARY }]);
    expect(files?.[0]?.takenFor).not.toContain('trace');
  });

  const DECODED = [
    '2025/06/09 18:38:54.661954206 {iosrp_R0-0}{255}: [pki] [16525]: (note): client:Client sending GetCACert request: GET /cgi-bin/x',
    'User-Agent: Mozilla/4.0 (compatible; MSIE 5.0; Cisco PKI)',
    '',
    '2025/06/09 18:38:56.678307472 {iosrp_R0-0}{255}: [pki] [16525]: (note): client:A CA certificate has been installed',
    '\t\t\tIssuer-name  : cn=RCA1 C=pki',
    '===========================================================',
    '======= Unified Trace Decoder Information/Statistics ======',
    ' Num of Unique Streams .. 1',
    ' UTM Level [VERBOSE / NOISE / INVALID] ............. 0 / 0 / 0',
  ];
  const LOG = [
    'Jun  9 18:38:54.000: %SYS-5-CONFIG_I: Configured from console by ops',
    'Jun  9 18:38:57.000: %LINK-3-UPDOWN: Interface Tunnel1, changed state to up',
  ];

  it('holds what IOS logged too, and that is read', async () => {
    const logged = LOG.map((line, at) => `2025/06/09 18:38:5${at}.000702189 {iosrp_R0-0}{255}: [iosrp] [16525]: (note): *${line}`);
    const { files, events } = await reports([{ path: 'a/all.log', bytes: Buffer.from([...DECODED, ...logged].join('\n')) }]);
    expect(events.flatMap((event) => (event.kind === 'syslog' ? [event.facility] : []))).toEqual(['SYS', 'LINK']);
    expect(files?.[0]?.leftOut[0]).toContain('8 lines of a binary trace');
  });

  it('holds the same in older releases, with other words before it', async () => {
    const line = `2025/06/09 18:38:54.000702189 {iosrp_R0-0}{1}: [syslog] [16525]: UUID: 0, ra: 0, TID: 0 (note): *${LOG[0]}`;
    const { events } = await reports([{ path: 'a/all.log', bytes: Buffer.from(line) }]);
    expect(events.flatMap((event) => (event.kind === 'syslog' ? [event.facility] : []))).toEqual(['SYS']);
  });

  it.each([
    ['behind a log', [...LOG, ...DECODED]],
    ['before one', [...DECODED, ...LOG]],
    ['in a session', ['hq#show logging process ios', ...DECODED, 'hq#show logging', ...LOG]],
  ])('that was decoded is left out, and the log is read: %s', async (_what, lines) => {
    const { files, events } = await reports([{ path: 'a/all.log', bytes: Buffer.from(lines.join('\n')) }]);
    expect(files?.[0]?.leftOut).toEqual([
      '8 lines of a binary trace that was decoded, which is not read: `show monitor event-trace crypto all` prints as text what can be read here',
    ]);
    expect(files?.[0]?.readShare).toBe(1);
    expect(events.flatMap((event) => (event.kind === 'syslog' ? [event.facility] : []))).toEqual(['SYS', 'LINK']);
  });
});
