/** State is ours, or it is refused: by owner, mode, seal and shape; and no record hides another. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import { type JournalEntry, sidesInDoubt } from '../../src/capture/store.ts';
import { recallCapture as findCapture } from '../../src/cli/recall-capture.ts';
import { printError } from '../../src/errors.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { readPlaybook } from './stage.ts';

const playbook = readPlaybook();
let home: string;
let store: FileStore;
let plan: Plan;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  store = new FileStore(join(home, 'state'));
  ({ plan } = draftPlan(playbook, 1_767_582_000_000));
  await store.open(plan, playbook);
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const path = (name: string): string => join(store.folderOf(plan.captureId), name);
const entry = (what: JournalEntry['what'], side: 'a' | 'b' = 'a'): JournalEntry => ({
  at: '2026-01-05T03:00:00.000Z',
  side,
  step: 'guard',
  what,
});

async function reasonOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    return printError(error);
  }
  return '';
}

describe('a record', () => {
  it('comes back as it was written', async () => {
    await store.note(plan.captureId, entry('intent'));
    await store.note(plan.captureId, { ...entry('fetched'), detail: 'show_logging.txt' });
    expect(await store.read(plan.captureId)).toEqual({
      captureId: plan.captureId,
      plan,
      playbook,
      journal: [entry('intent'), { ...entry('fetched'), detail: 'show_logging.txt' }],
      damage: [],
    });
  });

  it('is readable for its owner alone', async () => {
    await store.note(plan.captureId, entry('intent'));
    for (const name of ['plan.json', 'playbook.json', 'seal.json', 'journal.jsonl']) expect(statSync(path(name)).mode & 0o777).toBe(0o600);
    for (const folder of [store.folder, store.folderOf(plan.captureId)]) expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each(['plan.json', 'playbook.json'])('whose %s was edited is refused, with the file, the reason and the next step', async (name) => {
    writeFileSync(path(name), readFileSync(path(name), 'utf8').replace('hq', 'hq2'));
    const reason = await reasonOf(() => store.read(plan.captureId));
    expect(reason).toContain(`${path(name)} is not trusted: it was changed after the routers were armed`);
    expect(reason).toContain('next: ');
  });

  it('whose seal is gone, broken, or open to others is refused', async () => {
    const seal = readFileSync(path('seal.json'), 'utf8');
    chmodSync(path('seal.json'), 0o644);
    expect(await reasonOf(() => store.read(plan.captureId))).toMatch(/seal\.json is not trusted: others can read it \(mode 644\)/);
    chmodSync(path('seal.json'), 0o600);
    writeFileSync(path('seal.json'), seal.slice(0, 40));
    expect(await reasonOf(() => store.read(plan.captureId))).toMatch(/seal\.json is not trusted: it is not a seal of flaptrap/);
    rmSync(path('seal.json'));
    expect(await reasonOf(() => store.read(plan.captureId))).toMatch(/seal\.json is not trusted: it is missing/);
  });

  it('of an older version, without a seal, is believed when nobody else could read it', async () => {
    rmSync(path('seal.json'));
    chmodSync(store.folderOf(plan.captureId), 0o755);
    expect((await store.read(plan.captureId))?.plan).toEqual(plan);
    // As a checkout or an archive leaves it.
    chmodSync(path('playbook.json'), 0o644);
    expect(await reasonOf(() => store.read(plan.captureId))).toMatch(/playbook\.json is not trusted: others can read it/);
  });

  it.each(['plan.json', 'playbook.json', 'seal.json', 'journal.jsonl'])('whose %s others can change is refused', async (name) => {
    await store.note(plan.captureId, entry('intent'));
    for (const mode of [0o620, 0o602]) {
      chmodSync(path(name), mode);
      expect(await reasonOf(() => store.read(plan.captureId))).toContain(
        `${path(name)} is not trusted: others can change it (mode ${mode.toString(8)})`,
      );
    }
  });

  it.each(['state', 'record'])('in a %s folder that others can change is refused', async (which) => {
    const folder = which === 'state' ? store.folder : store.folderOf(plan.captureId);
    chmodSync(folder, 0o770);
    expect(await reasonOf(() => store.read(plan.captureId))).toContain(`${folder} is not trusted: others can change it (mode 770)`);
    expect(await reasonOf(() => store.open(plan, playbook))).toContain('is not trusted');
  });

  it.runIf(process.getuid?.() === 0).each(['plan.json', 'playbook.json', 'seal.json', 'journal.jsonl', '.'])(
    'whose %s belongs to another user is refused',
    async (name) => {
      await store.note(plan.captureId, entry('intent'));
      chownSync(path(name), 65_534, 65_534);
      expect(await reasonOf(() => store.read(plan.captureId))).toMatch(/is not trusted: it belongs to user 65534, and this is user 0/);
    },
  );

  it.each(['plan.json', 'playbook.json', 'seal.json', 'journal.jsonl'])('whose %s is a symbolic link is refused', async (name) => {
    await store.note(plan.captureId, entry('intent'));
    renameSync(path(name), join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), path(name));
    expect(await reasonOf(() => store.read(plan.captureId))).toContain(path(name));
    if (name === 'journal.jsonl') expect(await reasonOf(() => store.note(plan.captureId, entry('done')))).toContain(path(name));
  });

  it('whose folder is a symbolic link is refused', async () => {
    const folder = store.folderOf(plan.captureId);
    renameSync(folder, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), folder);
    expect(await reasonOf(() => store.read(plan.captureId))).toContain(`${folder} is not trusted: it is a symbolic link`);
  });

  it('in the place of whose files or folder something else lies is refused', async () => {
    rmSync(path('seal.json'));
    mkdirSync(path('seal.json'));
    expect(await reasonOf(() => store.read(plan.captureId))).toContain(`${path('seal.json')} is not trusted: it is not a regular file`);
    const file = join(home, 'file');
    writeFileSync(file, '');
    expect(await reasonOf(() => new FileStore(file).listAll())).toContain(`${file} is not trusted: it is not a folder`);
  });

  it('under the name of another is refused', async () => {
    renameSync(store.folderOf(plan.captureId), store.folderOf('00000001'));
    expect(await reasonOf(() => store.read('00000001'))).toContain(`this is the plan of capture ${plan.captureId}`);
  });

  it.each([
    '../x',
    '..',
    '',
    'plan.json',
    '7F3A9C01',
    '7f3a9c0',
    '7f3a9c011',
    '7f3a9c01/..',
    '7f3a9c01\u0000',
    '/etc/passwd',
    '7f3a9c01\n',
  ])('called %j is refused before a path is made of it', async (id) => {
    for (const act of [
      () => store.read(id),
      async () => store.folderOf(id),
      () => store.note(id, entry('intent')),
      () => store.open({ ...plan, captureId: id }, playbook),
    ])
      await expect(act()).rejects.toThrow('is not a capture id');
    expect(readdirSync(home)).toEqual(['state']);
  });
});

describe('the shape of a record', () => {
  function stepsOf(shape: Record<string, unknown>): Record<string, unknown>[] {
    const { a, b } = shape['peers'] as Record<Side, { steps: Record<string, unknown>[] }>;
    return [...a.steps, ...b.steps];
  }

  /** Sealed again, as a careful hand would do it. */
  async function rewrite(change: (plan: Record<string, unknown>, playbook: Record<string, unknown>) => void): Promise<string> {
    const changed = [JSON.parse(JSON.stringify(plan)), JSON.parse(JSON.stringify(playbook))] as [
      Record<string, unknown>,
      Record<string, unknown>,
    ];
    change(...changed);
    await store.open(changed[0] as unknown as Plan, changed[1] as unknown as typeof playbook);
    return reasonOf(() => store.read(plan.captureId));
  }

  it.each([
    ['a plan without its peers', 'plan.json', (shape: Record<string, unknown>) => delete shape['peers']],
    ['a plan of another version', 'plan.json', (shape: Record<string, unknown>) => (shape['schema'] = 'flaptrap.plan/9')],
    ['a plan whose lease ends at no time', 'plan.json', (shape: Record<string, unknown>) => (shape['leaseEndsAt'] = 'soon')],
    ['a plan whose tail is a text', 'plan.json', (shape: Record<string, unknown>) => (shape['tailSeconds'] = '75')],
  ])('is asked of %s', async (_what, name, change) => {
    expect(await rewrite((shape) => change(shape))).toContain(`${path(name)} is not trusted: `);
  });

  it.each([
    ['kind', 'whatever', 'peers.a.steps.0.kind: '],
    ['role', 'KEEPER', 'peers.a.steps.0.role: '],
    ['undo', { mode: 'shell', lines: [] }, 'peers.a.steps.0.undo.mode: '],
  ])('is asked of the %s of a step', async (field, value, reason) => {
    const change = (shape: Record<string, unknown>): void => {
      const [step] = stepsOf(shape);
      if (step !== undefined) step[field] = value;
    };
    expect(await rewrite(change)).toContain(`${path('plan.json')} is not trusted: ${reason}`);
  });

  it('of a plan whose steps an earlier version stored without their kinds is the shape of today', async () => {
    const withoutKinds = (shape: Record<string, unknown>): void => {
      for (const step of stepsOf(shape))
        for (const field of ['kind', 'role', 'applet', 'bufferBytes', 'remote', 'family']) delete step[field];
    };
    expect(await rewrite(withoutKinds)).toBe('');
    expect(new Set(plan.peers.a.steps.map(({ kind }) => kind))).toEqual(new Set(['applet', 'logging', 'condition', 'debug']));
    expect((await store.read(plan.captureId))?.plan).toEqual(plan);
  });

  it('of a plan whose step an earlier version stored and nobody knows any more is refused', async () => {
    const older = (shape: Record<string, unknown>): void => {
      const [step] = stepsOf(shape);
      for (const field of ['kind', 'role', 'applet']) delete step?.[field];
      if (step !== undefined) step['id'] = 'keeper';
    };
    expect(await rewrite(older)).toContain('peers.a.steps.0.role: ');
  });

  it('is asked of a playbook', async () => {
    expect(await rewrite((_plan, shape) => delete shape['logins'])).toContain(`${path('playbook.json')} is not trusted: logins: `);
  });
});

describe('the journal', () => {
  it('may have its last line cut, and loses nothing that is written after it', async () => {
    await store.note(plan.captureId, entry('intent'));
    writeFileSync(path('journal.jsonl'), `${readFileSync(path('journal.jsonl'), 'utf8')}{"at":"2026-01-05T03:0`);
    expect(await store.read(plan.captureId)).toMatchObject({ journal: [entry('intent')], damage: [] });
    await store.note(plan.captureId, entry('disarmed'));
    expect(await store.read(plan.captureId)).toMatchObject({ journal: [entry('intent'), entry('disarmed')], damage: [] });
  });

  it('whose last line lacks only its end keeps it', async () => {
    writeFileSync(path('journal.jsonl'), JSON.stringify(entry('intent')), { mode: 0o600 });
    await store.note(plan.captureId, entry('done'));
    expect((await store.read(plan.captureId))?.journal).toEqual([entry('intent'), entry('done')]);
  });

  it.each([
    ['is no JSON', '{"at":"2026-'],
    ['is another shape', '{"at":1}'],
    ['says no word of what was done', JSON.stringify({ ...entry('done'), what: 'Blown up!' })],
    ['is empty', ''],
  ])('says which line in the middle %s, and both sides are in doubt', async (_what, line) => {
    writeFileSync(path('journal.jsonl'), `${JSON.stringify(entry('disarmed'))}\n${line}\n${JSON.stringify(entry('done'))}\n`, {
      mode: 0o600,
    });
    const record = await store.read(plan.captureId);
    expect(record?.damage).toHaveLength(1);
    expect(record?.damage[0]).toContain(`${path('journal.jsonl')}:2 cannot be read: `);
    let told = '';
    await findCapture(store.folder, plan.captureId, {
      tell: (text) => {
        told += text;
      },
    });
    expect(told).toContain(':2 cannot be read');
    expect(sidesInDoubt({ journal: [], damage: record?.damage ?? [] })).toEqual(['a', 'b']);
  });

  it('that a newer version has written on is read on: what it says is kept, told in one line, and puts no side in doubt', async () => {
    const lines = [
      entry('intent'),
      { ...entry('done'), what: 'parted', with: 'hq2' },
      entry('disarmed'),
      { ...entry('done'), what: 'parted' },
    ];
    writeFileSync(path('journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
    const record = await store.read(plan.captureId);
    expect(record).toMatchObject({ journal: lines, damage: [] });
    expect(record && sidesInDoubt(record)).toEqual([]);
    const told: string[] = [];
    await findCapture(store.folder, plan.captureId, { tell: (text) => told.push(text) });
    expect(told).toEqual([expect.stringMatching(/a newer flaptrap has written of capture [0-9a-f]{8}, .*\(parted\): they are kept/)]);
  });

  it('clears a side that was disarmed or withdrawn', () => {
    expect(sidesInDoubt({ journal: [entry('intent', 'a'), entry('intent', 'b'), entry('disarmed', 'a')] })).toEqual(['b']);
    expect(sidesInDoubt({ journal: [entry('intent', 'a'), entry('intent', 'b'), entry('withdrawn', 'b')] })).toEqual(['a']);
  });
});

describe('a store with one record that is refused', () => {
  beforeEach(() => {
    const other = store.folderOf('00000001');
    mkdirSync(other, { mode: 0o700 });
    writeFileSync(join(other, 'plan.json'), '{}', { mode: 0o600 });
  });

  it('gives the others, and says why', async () => {
    const { records, refused } = await store.listAll();
    expect(records.map(({ captureId }) => captureId)).toEqual([plan.captureId]);
    expect(refused).toMatchObject([{ captureId: '00000001', why: { code: 'input' } }]);
  });

  it('does not guess which is meant', async () => {
    await store.note(plan.captureId, entry('intent'));
    const reason = await reasonOf(() => findCapture(store.folder, undefined));
    expect(reason).toContain(`${plan.captureId}: may still be armed on hq`);
    expect(reason).toMatch(/00000001: .*playbook\.json is not trusted: it is missing/);
    expect((await findCapture(store.folder, plan.captureId)).captureId).toBe(plan.captureId);
  });
});

describe('captures of an older version', () => {
  it('in the folder where one stands are named', async () => {
    const before = process.cwd();
    const empty = join(home, 'empty');
    mkdirSync(join(home, '.flaptrap', '7f3a9c01'), { recursive: true });
    process.chdir(home);
    try {
      for (const id of [undefined, '7f3a9c02'])
        expect(await reasonOf(() => findCapture(empty, id))).toContain(
          'captures made by an older version are in ./.flaptrap: give --state .flaptrap',
        );
      expect(await reasonOf(() => findCapture('.flaptrap', '7f3a9c02'))).not.toContain('older version');
    } finally {
      process.chdir(before);
    }
    expect(existsSync(empty)).toBe(false);
  });
});
