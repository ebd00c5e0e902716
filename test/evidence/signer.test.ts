/** Signatures in the form of OpenSSH: what we sign `ssh-keygen` believes, and what it signs we do. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAgentKey, openKeyFile, type Signer } from '../../src/evidence/signer.ts';
import { isSigned, parseSignature, printSignature, signedPart } from '../../src/evidence/sshsig.ts';
import { allow, askSshKeygen, HAS_SSH_KEYGEN, KINDS, makeKey, signBySshKeygen, startAgent } from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-signer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const MESSAGE = Buffer.from('what both routers said');
const NOBODY = { agent: undefined };
const file = join(folder, 'message');
writeFileSync(file, MESSAGE);

async function signedBy(signer: Signer): Promise<string> {
  const path = join(folder, 'message.by-us.sig');
  writeFileSync(path, printSignature(signer.publicKey, await signer.sign(signedPart(MESSAGE))));
  return path;
}

describe.skipIf(!HAS_SSH_KEYGEN)('a key of ssh-keygen', () => {
  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    'of the kind %s signs what ssh-keygen verifies, and the other way round',
    async (kind) => {
      const key = makeKey(folder, kind.replaceAll(' ', '-'), kind);
      const signature = await signedBy(await openKeyFile(key, NOBODY));
      expect(askSshKeygen(file, signature, allow(folder, key))).toMatchObject({ status: 0 });
      expect(isSigned(MESSAGE, parseSignature(readFileSync(signature, 'utf8')))).toBe(true);
      expect(isSigned(Buffer.from('another'), parseSignature(readFileSync(signature, 'utf8')))).toBe(false);
      const theirs = signBySshKeygen(file, key, 'flaptrap');
      expect(isSigned(MESSAGE, parseSignature(readFileSync(theirs, 'utf8')))).toBe(true);
      rmSync(theirs);
    },
  );

  it('that is encrypted asks for its passphrase, and is refused clearly where nobody can be asked or the answer is wrong', async () => {
    const key = makeKey(folder, 'locked', 'ed25519', 'open sesame');
    const asked: string[] = [];
    const answer = (passphrase: string) => async (path: string) => {
      asked.push(path);
      return passphrase;
    };
    const signature = await signedBy(await openKeyFile(key, { ...NOBODY, askPassphrase: answer('open sesame') }));
    expect(askSshKeygen(file, signature, allow(folder, key))).toMatchObject({ status: 0 });
    await expect(openKeyFile(key, { ...NOBODY, askPassphrase: answer('sesame') })).rejects.toThrow('the passphrase does not open the key');
    await expect(openKeyFile(key, NOBODY)).rejects.toThrow('is encrypted, and nobody can be asked for its passphrase');
    expect(asked).toEqual([key, key]);
  });

  it('in an agent signs there, alone or by its public half, and several are told apart', async () => {
    const keys = [makeKey(folder, 'in-agent', 'rsa'), makeKey(folder, 'in-agent-too', 'ecdsa 256')];
    const [first = '', second = ''] = keys;
    const one = await startAgent(folder, [first]);
    try {
      const signature = await signedBy(await openAgentKey({ agent: one.socket }));
      expect(askSshKeygen(file, signature, allow(folder, first))).toMatchObject({ status: 0 });
      expect(readFileSync(signature, 'utf8')).not.toBe('');
      await expect(openKeyFile(`${second}.pub`, { agent: one.socket })).rejects.toThrow('no SSH agent holds its private half');
    } finally {
      one.end();
    }
    rmSync(one.socket, { force: true });
    const both = await startAgent(folder, keys);
    try {
      await expect(openAgentKey({ agent: both.socket })).rejects.toThrow('the SSH agent holds more than one key');
      const signature = await signedBy(await openKeyFile(`${second}.pub`, { agent: both.socket }));
      expect(askSshKeygen(file, signature, allow(folder, second))).toMatchObject({ status: 0 });
    } finally {
      both.end();
    }
  });
});

describe('a key that cannot sign', () => {
  it('is said to be none, to be absent, or to have no agent', async () => {
    await expect(openKeyFile(file, NOBODY)).rejects.toThrow('is no private SSH key');
    await expect(openKeyFile(join(folder, 'nothing'), NOBODY)).rejects.toThrow('it is not there');
    await expect(openAgentKey(NOBODY)).rejects.toThrow('no SSH agent runs here');
    await expect(openAgentKey({ agent: join(folder, 'no.sock') })).rejects.toThrow('the SSH agent did not list its keys');
  });
});
