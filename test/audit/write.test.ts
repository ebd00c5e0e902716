/** Writing the audit: what passed between flaptrap and a router, kept as it happens; a place that cannot be written holds nothing up. */
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hashOf } from '../../src/audit/chain.ts';
import { FileShelf } from '../../src/audit/file-shelf.ts';
import { readShelf } from '../../src/audit/read.ts';
import type { Shelf } from '../../src/audit/shelf.ts';
import { readTable, TableShelf } from '../../src/audit/table-shelf.ts';
import { verifyBooks } from '../../src/audit/verify.ts';
import { Audit, type AuditOptions } from '../../src/audit/write.ts';
import { makeFolder } from '../../src/capture/make-folder.ts';
import { hasPostgres, openStore } from '../engine/database/open-store.ts';
import { canMount, smallDisk } from '../small-disk.ts';

const LOGIN = {
  device: 'hq',
  host: '192.0.2.1',
  port: 22,
  user: 'ops',
  hostKey: 'SHA256:abc',
  hide: (text: string) => text.replace('geheim', '<secret-1>'),
};
const signs = async (message: string): Promise<string> => `signed ${hashOf(message)}`;
const check = (message: string, signature: string) =>
  signature === `signed ${hashOf(message)}` ? { by: 'ops' } : { why: 'is not signed by ops' };

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'audit');
}

function openAudit(shelf: Shelf, more: Partial<AuditOptions> = {}) {
  const told: string[] = [];
  const clock = { ms: Date.parse('2026-01-05T10:00:00Z') };
  const audit = new Audit({
    shelf,
    book: 'one',
    operator: 'alice',
    follows: () => (shelf instanceof FileShelf ? shelf.newest() : []),
    nowMs: () => clock.ms,
    tell: (text) => told.push(text),
    sign: signs,
    ...more,
  });
  return { audit, told, clock };
}

/** Arms a little: a line with the mark of a capture, an answer in pieces, and a secret. */
function work(audit: Audit): void {
  const session = audit.login(LOGIN);
  session.typed('show clock\r');
  session.heard(Buffer.from('10:00:'));
  session.heard(Buffer.from('00 UTC\r\nhq#'));
  session.typed('event manager applet FLAPTRAP-7f3a9c01-MAIN\r');
  session.typed('snmp-server community geheim\r');
  session.over();
}

describe('the audit in a folder', () => {
  it('says who typed what on which router for which capture, and how much came back; a secret is not in it', async () => {
    const folder = temporary();
    const { audit, told } = openAudit(new FileShelf(folder, makeFolder));
    work(audit);
    await audit.settle();
    const entries = readFileSync(join(folder, 'one.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      entries.map(({ what, device, capture, text, bytes, sha256 }) => [what, device, capture, text ?? bytes, sha256].slice(0, 4)),
    ).toEqual([
      ['opened', undefined, undefined, undefined],
      ['login', 'hq', null, undefined],
      ['typed', 'hq', null, 'show clock'],
      ['heard', 'hq', null, 17],
      ['typed', 'hq', '7f3a9c01', 'event manager applet FLAPTRAP-7f3a9c01-MAIN'],
      ['typed', 'hq', '7f3a9c01', 'snmp-server community <secret-1>'],
      ['logout', 'hq', '7f3a9c01', undefined],
    ]);
    expect(entries[1]).toMatchObject({
      operator: 'alice',
      host: '192.0.2.1',
      user: 'ops',
      hostKey: 'SHA256:abc',
      at: '2026-01-05T10:00:00.000Z',
    });
    expect(entries[3].sha256).toBe(hashOf('10:00:00 UTC\r\nhq#'));
    expect(verifyBooks(readShelf(folder), check)).toEqual([{ book: 'one', entries: 7, breaks: [], proven: { number: 7, by: 'ops' } }]);
    expect([folder, join(folder, 'one.jsonl'), join(folder, 'one.head.json')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o600, 0o600,
    ]);
    expect(told).toEqual([]);
  });

  it('is on the disk before the line is on its way, so that a kill loses none', () => {
    const folder = temporary();
    const { audit } = openAudit(new FileShelf(folder, makeFolder));
    const session = audit.login(LOGIN);
    session.typed('reload\r');
    expect(readFileSync(join(folder, 'one.jsonl'), 'utf8')).toMatch(/"text":"reload"}\n$/);
  });

  it('is found cut when its tail is gone, by its signed head or by the book of the next process', async () => {
    const folder = temporary();
    const { audit } = openAudit(new FileShelf(folder, makeFolder));
    work(audit);
    await audit.settle();
    const next = openAudit(new FileShelf(folder, makeFolder), { book: 'two' });
    work(next.audit);
    await next.audit.settle();
    const path = join(folder, 'one.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    truncateSync(path, Buffer.byteLength(`${lines.slice(0, 5).join('\n')}\n`));
    expect(verifyBooks(readShelf(folder), check).map(({ breaks }) => breaks.map(({ why }) => why))).toEqual([
      ['its tail is cut: its head is entry 7, and it ends at entry 5'],
      ['one, which it follows, is cut: it ends at entry 5, and had 7'],
    ]);
    rmSync(path);
    expect(verifyBooks(readShelf(folder), check)[0]?.breaks.map(({ why }) => why)).toEqual([
      'it is empty',
      'its tail is cut: its head is entry 7, and it ends at entry 0',
    ]);
  });

  it('that cannot be written is told once, holds nothing up, and is made good as soon as it can be', async () => {
    const folder = temporary();
    writeFileSync(folder, 'a file in its place');
    const { audit, told, clock } = openAudit(new FileShelf(folder, makeFolder));
    work(audit);
    await audit.settle();
    expect(told).toEqual([expect.stringMatching(/^the audit cannot be written, and the work goes on without it: cannot write the audit /)]);
    rmSync(folder);
    clock.ms += 5000;
    audit.login(LOGIN).over();
    await audit.settle();
    expect(told.slice(1)).toEqual(['the audit is written again']);
    expect(verifyBooks(readShelf(folder), check)).toMatchObject([{ entries: 9, breaks: [], proven: { number: 9 } }]);
  });

  it.runIf(canMount)('leaves no half line behind when the disk is full in the middle of one', () => {
    const folder = smallDisk(64);
    const shelf = new FileShelf(folder, makeFolder);
    const line = 'x'.repeat(5000);
    let kept = 0;
    expect(() => {
      for (; kept < 100; kept += 1) shelf.append('one', kept + 1, [line]);
    }).toThrow(/cannot write the audit .*: the disk is full/);
    expect(kept).toBeGreaterThan(5);
    expect(readFileSync(join(folder, 'one.jsonl'), 'utf8')).toBe(`${line}\n`.repeat(kept));
  });

  it('goes on when nobody can sign: its head is then unsigned, or the old one stays', async () => {
    const folder = temporary();
    const { audit, told } = openAudit(new FileShelf(folder, makeFolder), { sign: () => Promise.reject(new Error('the agent has gone')) });
    work(audit);
    await audit.settle();
    expect(told).toEqual([expect.stringMatching(/the agent has gone/)]);
    expect(verifyBooks(readShelf(folder), check)).toMatchObject([{ entries: 7, breaks: [], proven: null }]);
  });

  it('says how many entries were lost when it could not be written for too long', async () => {
    const shelf = { isBroken: true, lines: [] as string[] };
    const { audit, clock } = openAudit({
      append: (_book, _number, lines) => {
        if (shelf.isBroken) throw new Error('no');
        shelf.lines.push(...lines);
        return undefined;
      },
      keepHead: () => undefined,
    });
    const session = audit.login(LOGIN);
    for (let count = 0; count < 100_010; count += 1) session.typed('x');
    shelf.isBroken = false;
    clock.ms += 5000;
    session.typed('y');
    session.typed('z');
    await audit.settle();
    expect(JSON.parse(shelf.lines.at(-2) ?? '')).toMatchObject({ what: 'lost', entries: 13 });
    expect(verifyBooks([{ book: 'one', lines: shelf.lines, rest: '' }], check)[0]?.breaks).toEqual([]);
  });
});

describe.runIf(hasPostgres)('the audit in the table of a store', { timeout: 120_000 }, () => {
  it('is the same chain, a book a worker; what a master of the database takes away is found', async () => {
    const { pool } = await openStore();
    const shelf = new TableShelf(pool);
    for (const book of ['one', 'two']) {
      const follows = await shelf.newest();
      const { audit } = openAudit(shelf, { book, follows: () => follows });
      await Promise.all([1, 2, 3].map(async () => work(audit)));
      await audit.settle();
    }
    expect(verifyBooks(await readTable(pool), check)).toEqual(
      ['one', 'two'].map((book) => ({ book, entries: 19, breaks: [], proven: { number: 19, by: 'ops' } })),
    );
    await pool.query('ALTER TABLE flaptrap.audit DISABLE TRIGGER USER');
    await pool.query("DELETE FROM flaptrap.audit WHERE book = 'one' AND number > 10");
    expect(verifyBooks(await readTable(pool), check).map(({ breaks }) => breaks.length)).toEqual([1, 1]);
  });
});
