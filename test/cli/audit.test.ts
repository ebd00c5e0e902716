/** `flaptrap audit verify` over what commands really typed on two routers of the lab. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TableShelf } from '../../src/audit/table-shelf.ts';
import { Audit } from '../../src/audit/write.ts';
import { Session } from '../../src/lab/device/session.ts';
import { begunStoreFolder, hasPostgres, openStore } from '../engine/database/open-store.ts';
import { allow, askSshKeygen, makeKey, SIGNER } from '../evidence/keys.ts';
import { flaptrap, start } from './flaptrap.ts';
import { twoRouters } from './two-routers.ts';

const routers = twoRouters();
const stateFolder = (): string => join(routers.folder, 'state');
const state = (): string[] => ['--state', stateFolder()];
const booksIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted((one, two) => (openedAt(folder, one) < openedAt(folder, two) ? -1 : 1));

/** Two of one second have names that say nothing of their order. */
function openedAt(folder: string, name: string): string {
  const [first = '{}'] = readFileSync(join(folder, name), 'utf8').split('\n');
  return (JSON.parse(first) as { at: string }).at;
}

interface Line {
  what: string;
  device?: string;
  text?: string;
  hostKey?: string;
  operator?: string;
  capture?: string;
}

function linesOf(): Line[] {
  const folder = join(stateFolder(), 'audit');
  return booksIn(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  );
}

async function armAndDisarm(): Promise<string> {
  const armed = await flaptrap(['arm', routers.playbook, '--yes', '--json', ...state()]);
  expect(armed.code, armed.stderr).toBe(0);
  expect((await flaptrap(['disarm', ...state()])).code).toBe(0);
  return (JSON.parse(armed.stdout) as { captureId: string }).captureId;
}

describe('the audit of what commands type', () => {
  /** What the routers themselves were typed. */
  let heard: string[];
  beforeEach(() => {
    heard = [];
    const execute = Session.prototype.execute;
    vi.spyOn(Session.prototype, 'execute').mockImplementation(function (this: Session, line: string) {
      heard.push(line.trim());
      return execute.call(this, line);
    });
  });

  it('holds every line that a router was typed, who was behind it, on which host key and for which capture, and no password', async () => {
    const captureId = await armAndDisarm();
    const lines = linesOf();
    const typed = lines.filter(({ what }) => what === 'typed').map(({ text = '' }) => text.trim());
    expect(heard.length).toBeGreaterThan(40);
    expect([...typed].sort()).toEqual([...heard].sort());
    expect(lines.filter(({ what }) => what === 'login').map(({ device }) => device)).toEqual(expect.arrayContaining(['hq', 'branch']));
    for (const { hostKey, operator } of lines.filter(({ what }) => what === 'login'))
      expect([hostKey, operator]).toEqual([expect.stringMatching(/^SHA256:/), expect.stringMatching(/./)]);
    expect(lines.some(({ capture }) => capture === captureId)).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(routers.lab.a.password);
  });

  it('is intact as long as nobody changes it; what is changed, cut or taken away is said, with exit 1', async () => {
    const key = makeKey(routers.folder, 'id', 'ed25519');
    const signers = allow(routers.folder, key);
    vi.stubEnv('FLAPTRAP_AUDIT_KEY', key);
    await armAndDisarm();
    const verify = () => flaptrap(['audit', 'verify', '--signers', signers, ...state()]);
    const intact = await verify();
    expect([intact.code, intact.stderr]).toEqual([0, '']);
    expect(intact.stdout).toMatch(
      new RegExp(`: intact, \\d+ lines, signed up to line \\d+ by ${SIGNER} \\(SHA256:.*\\)\\n2 books, all intact\\n$`),
    );

    const folder = join(stateFolder(), 'audit');
    const [first = '', second = ''] = booksIn(folder);
    const whole = readFileSync(join(folder, first), 'utf8');
    const lines = whole.split('\n');
    const spoil = async (text: string): Promise<string> => {
      writeFileSync(join(folder, first), text);
      const { code, stdout } = await verify();
      expect(code).toBe(1);
      return stdout;
    };
    expect(await spoil(whole.replace('"text":"configure terminal"', '"text":"configure nothing!"'))).toMatch(
      /BROKEN at entry \d+: the entry before it was changed/,
    );
    const cut = await spoil(`${lines.slice(0, -5).join('\n')}\n`);
    expect(cut).toMatch(/its tail is cut: its head is entry \d+, and it ends at entry \d+$/m);
    expect(cut).toMatch(/which it follows, is cut/);
    writeFileSync(join(folder, first), whole);
    rmSync(join(folder, first));
    const gone = await verify();
    expect([gone.code, gone.stdout]).toEqual([1, expect.stringMatching(/BROKEN at entry 1: it is empty\n/)]);
    writeFileSync(join(folder, first), whole);
    expect((await verify()).code).toBe(0);

    const { signature, schema, book, number, hash, at } = JSON.parse(
      readFileSync(join(folder, second.replace('.jsonl', '.head.json')), 'utf8'),
    );
    writeFileSync(join(routers.folder, 'head'), `${schema} ${book} ${number} ${hash} ${at}\n`);
    writeFileSync(join(routers.folder, 'head.sig'), signature);
    expect(askSshKeygen(join(routers.folder, 'head'), join(routers.folder, 'head.sig'), signers).status).toBe(0);
  });

  it('is proven by nobody without a key, which is a fault where signers are asked for', async () => {
    await armAndDisarm();
    const plain = await flaptrap(['audit', 'verify', ...state()]);
    expect([plain.code, plain.stdout]).toEqual([
      0,
      expect.stringMatching(/nobody has signed its head, so a cut tail is not seen by itself\n/),
    ]);
    const signers = join(routers.folder, 'nobody');
    writeFileSync(signers, '');
    const asked = await flaptrap(['audit', 'verify', '--json', '--signers', signers, ...state()]);
    expect(asked.code).toBe(1);
    expect(JSON.parse(asked.stdout)).toMatchObject({ isIntact: false, books: [{ breaks: [{ why: 'nobody has signed its head' }] }, {}] });
  });

  it('that cannot be written is said, and holds up neither arming nor disarming', async () => {
    mkdirSync(stateFolder(), { mode: 0o700 });
    writeFileSync(join(stateFolder(), 'audit'), 'a file in its place');
    const armed = await flaptrap(['arm', routers.playbook, '--yes', ...state()]);
    const disarmed = await flaptrap(['disarm', ...state()]);
    for (const { code, stderr } of [armed, disarmed]) {
      expect(code).toBe(0);
      expect(stderr).toMatch(/the audit cannot be written, and the work goes on without it: cannot write the audit /);
    }
    expect(disarmed.stdout).toMatch(/both routers are disarmed/);
  });
});

describe.runIf(hasPostgres)('the audit of a capture out of a store', { timeout: 120_000 }, () => {
  it('is a book of the worker in that store', async () => {
    const folder = await begunStoreFolder();
    const running = start(['run', routers.playbook, '--yes', '--store', folder, ...state(), '--out', join(routers.folder, 'captures')]);
    await expect.poll(running.stderr, { timeout: 60_000 }).toMatch(/branch \(b\): armed as/);
    routers.spring();
    expect((await running.ended).code).toBe(0);
    const { code, stdout } = await flaptrap(['audit', 'verify', '--json', '--store', folder]);
    expect(code).toBe(0);
    const { books } = JSON.parse(stdout) as { books: { book: string; entries: number }[] };
    expect(books).toEqual([expect.objectContaining({ book: expect.stringMatching(/^\d{8}T\d{6}Z-/), breaks: [] })]);
    expect(books[0]?.entries).toBeGreaterThan(500);
  });
});

describe('flaptrap audit verify', () => {
  it('says where there is none, and what contradicts itself', async () => {
    expect(await flaptrap(['audit', 'verify', ...state()])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/there is no audit in .*\n.*next: /),
    });
    expect(await flaptrap(['audit', 'verify', join(routers.folder, 'none.jsonl'), '--store', '/x'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/contradict/),
    });
    expect(await flaptrap(['audit', 'verify', join(routers.folder, 'none.jsonl')])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/it is not there/),
    });
    expect(await flaptrap(['audit', 'verify', routers.folder, '--signers', '/none'])).toMatchObject({ code: 2 });
  });

  it.runIf(hasPostgres)('reads the books of a store too', { timeout: 60_000 }, async () => {
    const folder = await begunStoreFolder();
    const { pool } = await openStore(folder);
    const audit = new Audit({
      shelf: new TableShelf(pool),
      book: 'worker-1',
      operator: 'ops',
      follows: () => [],
      nowMs: () => 0,
      tell: () => undefined,
    });
    audit.login({ device: 'hq', host: '192.0.2.1', port: 22, user: 'ops', hostKey: 'SHA256:abc', hide: (text) => text }).over();
    await audit.settle();
    const { code, stdout } = await flaptrap(['audit', 'verify', '--store', folder]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^worker-1: intact, 3 lines; nobody has signed its head.*\n1 book, all intact\n$/),
    ]);
  });
});
