/** A case drop on this machine, over real TLS: what it takes, refuses and forgets to answer. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FlaptrapError, printError } from '../../src/errors.ts';
import { sendToCase, type Upload } from '../../src/evidence/send.ts';

const CERTIFICATE = readFileSync(join(import.meta.dirname, 'case-drop-cert.pem'), 'utf8');
const KEY = readFileSync(join(import.meta.dirname, 'case-drop-key.pem'), 'utf8');
const TOKEN = 'tOkEn-4711-secret';
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-send-'));
const path = join(folder, 'x.tar.gz');
writeFileSync(path, 'an archive');

interface Heard {
  method: string | undefined;
  url: string | undefined;
  user: string;
  body: string;
}

const heard: Heard[] = [];
let answers: ((response: ServerResponse) => void)[] = [];
const server = createServer({ key: KEY, cert: CERTIFICATE }, (request: IncomingMessage, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => {
    body += piece.toString();
  });
  request.on('end', () => {
    const user = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    heard.push({ method: request.method, url: request.url, user, body });
    (answers.shift() ?? ((each) => each.writeHead(201).end('created')))(response);
  });
});
const status =
  (code: number, text = '') =>
  (response: ServerResponse) =>
    response.writeHead(code).end(text);

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterEach(() => {
  heard.length = 0;
  answers = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function upload(more: Partial<Upload> = {}): Upload & { told: string[] } {
  const told: string[] = [];
  const drop = `https://localhost:${(server.address() as AddressInfo).port}/home/`;
  const rest = { path, name: 'x.tar.gz', bytes: 10, caseNumber: '690000000', token: TOKEN, ca: CERTIFICATE, pauseMs: 1 };
  return { ...rest, drop, tell: (text) => told.push(text), told, ...more };
}

async function errorOf(sending: Promise<unknown>): Promise<FlaptrapError> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FlaptrapError);
  return error as FlaptrapError;
}

describe('a case drop', () => {
  it('takes the file from the case number with its token', async () => {
    const sent = await sendToCase(upload());
    expect(sent).toMatchObject({ status: 201, answer: 'created', tries: 1 });
    expect(sent.url).toMatch(/^https:\/\/localhost:\d+\/home\/x\.tar\.gz$/);
    expect(heard).toEqual([{ method: 'PUT', url: '/home/x.tar.gz', user: `690000000:${TOKEN}`, body: 'an archive' }]);
  });

  it('that is busy is asked again, three times at most, and each time is said', async () => {
    answers = [status(503), status(500)];
    const asked = upload();
    expect(await sendToCase(asked)).toMatchObject({ status: 201, tries: 3 });
    expect(asked.told).toHaveLength(2);
    answers = [status(503), status(503), status(503)];
    expect((await errorOf(sendToCase(upload()))).message).toContain('answered 503');
    expect(heard).toHaveLength(6);
  });

  it('that refuses the token is asked once, and says what to do', async () => {
    answers = [status(401, `no: ${TOKEN}`)];
    const error = await errorOf(sendToCase(upload()));
    expect(error.message).toContain('the case number and the token do not belong together');
    expect(error.context.next).toContain('make a new token');
    expect(heard).toHaveLength(1);
  });

  it('that hangs up or never answers is given up in time', async () => {
    answers = [(response) => void response.destroy(), (response) => void response.destroy(), (response) => void response.destroy()];
    expect((await errorOf(sendToCase(upload()))).message).toContain('could not be reached');
    const silent = (): void => undefined;
    answers = [silent, silent, silent];
    expect((await errorOf(sendToCase(upload({ idleMs: 50 })))).context.answer).toBe('no answer within 0.05 s');
  });

  it('whose certificate nobody knows gets nothing', async () => {
    expect((await errorOf(sendToCase(upload({ ca: undefined })))).context.answer).toMatch(/self.signed/);
    expect(heard).toEqual([]);
  });

  it('is https, without a user in its address', async () => {
    for (const drop of ['http://localhost/home/', 'https://ops@localhost/', 'cxd'])
      expect((await errorOf(sendToCase(upload({ drop })))).message).toContain('is no case drop');
  });

  it('never has its token told, whatever it answers', async () => {
    const basic = Buffer.from(`690000000:${TOKEN}`).toString('base64');
    answers = [status(500, TOKEN), status(500, basic), status(403, `${TOKEN} ${basic}`)];
    const asked = upload();
    const said = [printError(await errorOf(sendToCase(asked))), ...asked.told].join('\n');
    answers = [status(201, `${TOKEN} ${basic}`)];
    const sent = JSON.stringify(await sendToCase(upload()));
    for (const secret of [TOKEN, basic]) expect(said + sent).not.toContain(secret);
  });
});
