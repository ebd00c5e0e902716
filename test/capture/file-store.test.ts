/** The file store keeps the contract of every store; how it is refused when it is not ours is told in store.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { FileStore } from '../../src/capture/file-store.ts';
import { storeContract } from './store-contract.ts';

describe('a store of files', () => {
  storeContract(async () => {
    const home = mkdtempSync(join(tmpdir(), 'flaptrap-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    return new FileStore(join(home, 'state'));
  });
});
