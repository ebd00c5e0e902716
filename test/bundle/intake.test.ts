import { join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NODE } from '../../src/bundle/disk/node.ts';
import { gunzip } from '../../src/bundle/gunzip.ts';
import { Intake } from '../../src/bundle/intake.ts';
import { LIMITS } from '../../src/bundle/limits.ts';
import { untar } from '../../src/bundle/untar.ts';
import { unzip } from '../../src/bundle/unzip.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { LOGS, tarOf, zipOf } from './archives.ts';

const name = fc
  .array(fc.constantFrom('a', 'b', '.', '..', '/', '\\', 'C:', 'x.log', '\0', '\u001b[2J', ' '), { maxLength: 9 })
  .map((parts) => parts.join(''));

describe('the intake of an archive', () => {
  it('admits no name that leaves the folder, or that a terminal would obey', () => {
    fc.assert(
      fc.property(name, (raw) => {
        let path: string;
        try {
          path = new Intake('x.tar').admitFile(raw, 1);
        } catch (error) {
          expect(error).toBeInstanceOf(FlaptrapError);
          expect((error as Error).message.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
          return;
        }
        expect(normalize(join('/bundle', path))).toBe(`/bundle/${path}`);
        expect(path).not.toMatch(/\p{Cc}|^\/|\\/u);
      }),
    );
  });

  it('holds no more than its limit, however many files there are', () => {
    const intake = new Intake('x.tar');
    const admit = () => {
      for (let count = 0; count < 100; count += 1) intake.admitFile(`a/${count}.log`, LIMITS.unpackedFileBytes);
    };
    expect(admit).toThrow('it holds more than 512 MB');
  });
});

describe('a damaged archive', () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
  const damage = (bytes: Buffer, changes: readonly (readonly [number, number])[]): Buffer => {
    const damaged = Buffer.from(bytes);
    for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
    return damaged;
  };
  const once = async function* (bytes: Buffer) {
    yield bytes;
  };

  it.each([
    ['tar', async () => tarOf(LOGS), (bytes: Buffer) => untar(once(bytes), 'x')],
    ['tar.gz', async () => gzipSync(await tarOf(LOGS)), (bytes: Buffer) => untar(gunzip(once(bytes), LIMITS.unpackedBytes, NODE), 'x')],
    ['zip', async () => zipOf([...LOGS]), (bytes: Buffer) => unzip(bytes, 'x', NODE)],
  ])(
    'is read or refused, and nothing else happens: %s',
    async (_kind, make, unpack) => {
      const good = await make();
      await fc.assert(
        fc.asyncProperty(flips, fc.option(fc.nat(good.length)), async (changes, length) => {
          const bytes = damage(good, changes).subarray(0, length ?? good.length);
          try {
            for await (const { path } of unpack(bytes)) expect(path).not.toMatch(/\.\.\/|^\//);
          } catch (error) {
            expect(error).toBeInstanceOf(FlaptrapError);
          }
        }),
        { numRuns: 150 },
      );
    },
    30_000,
  );
});
