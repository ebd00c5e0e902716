/** Real servers on loopback that remember what they were sent: HTTP or HTTPS for hooks, and a small mail server. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createClear } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tale } from '../../src/notify/tale.ts';

export const TALE: Tale = {
  schema: 'flaptrap.tale/1',
  captureId: '7f3a9c01',
  tunnel: 'hq - branch',
  playbook: 'tunnel-flaps',
  at: '2026-11-26T15:00:00.000Z',
  sentence: 'branch deleted 0x9899360B, its DELETE was lost (certain).',
  cause: 'delete-lost',
  confidence: 'certain',
  named: 'delete-lost (certain)',
  incidents: 1,
  link: 'https://flaptrap.example.net/captures/7f3a9c01/reports/1',
  heldBack: 0,
};

/** A certificate of this machine's own, for `localhost`; `ca` and `cert` are one. */
export function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const asked = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync('openssl', [...asked, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Received {
  path: string;
  headers: Record<string, string | undefined>;
  body: string;
}

export interface Hook extends AsyncDisposable {
  url: string;
  received: Received[];
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
}

/** Answers in turn, the last one again and again; `destroy` breaks the connection. */
export async function openHook(answers: readonly (Answer | 'destroy')[], tls?: { key: string; cert: string }): Promise<Hook> {
  const received: Received[] = [];
  const hear: Parameters<typeof createClear>[1] = (request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString('utf8')));
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)] ?? { status: 204 };
      received.push({ path: request.url ?? '', headers: request.headers as Received['headers'], body });
      if (answer === 'destroy') request.socket.destroy();
      else response.writeHead(answer.status, answer.headers).end();
    });
  };
  const server = tls === undefined ? createClear(hear) : createSecure(tls, hear);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${port}/hook`,
    received,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export interface MailServer extends AsyncDisposable {
  port: number;
  letters: { from: string; to: string[]; text: string }[];
  /** All that was said to it. */
  heard: string[];
}

/** One more line of an answer that has no end, again and again. */
function dripTo(socket: Socket): void {
  const drip = setInterval(() => socket.write('250-wait\r\n'), 20);
  socket.on('close', () => clearInterval(drip));
}

/** `drips`: its greeting never ends. `refusals`: how often RCPT is answered so before it is taken. It offers no STARTTLS. */
export async function openMailServer(refusal?: { reply: string; times: number }, drips = false): Promise<MailServer> {
  const letters: MailServer['letters'] = [];
  const heard: string[] = [];
  let refused = 0;
  const server = createTcp((socket) => {
    let [from, to, text, isInText, rest]: [string, string[], string, boolean, string] = ['', [], '', false, ''];
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    const verbs: Record<string, (address: string) => unknown> = {
      EHLO: () => (drips ? dripTo(socket) : say('250 loopback')),
      MAIL: (address) => {
        from = address;
        return say('250 ok');
      },
      RCPT: (address) => {
        if (refusal !== undefined && refused < refusal.times) {
          refused += 1;
          return say(refusal.reply);
        }
        to.push(address);
        return say('250 ok');
      },
      DATA: () => {
        isInText = true;
        return say('354 go on');
      },
      QUIT: () => socket.end('221 bye\r\n'),
    };
    const take = (line: string): void => {
      heard.push(line);
      if (isInText && line !== '.') text += `${line.replace(/^\.\./, '.')}\n`;
      else if (isInText) {
        letters.push({ from, to, text });
        isInText = false;
        say('250 taken');
      } else (verbs[line.slice(0, 4).toUpperCase()] ?? (() => say('502 not here')))(/<(.*?)>/.exec(line)?.[1] ?? '');
    };
    socket.on('data', (piece) => {
      const lines = `${rest}${piece.toString('utf8')}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
    socket.on('error', () => undefined);
    say('220 loopback');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    letters,
    heard,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
