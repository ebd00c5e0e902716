/** Verifying an archive asks three things: is it whole, is every file what its list says, and who has signed it. */
import { whoSigned } from './allowed-signers.ts';
import { openArchive } from './archive.ts';
import { checkBag, type Fault } from './bag.ts';
import { fingerprintOf } from './public-key.ts';
import { isSigned, NAMESPACE, parseSignature, type Signature } from './sshsig.ts';
import { Unreadable } from './wire.ts';

export interface Handed {
  /** In faults. */
  name: string;
  archive: Uint8Array;
  /** The text of the signature; undefined where there is none. */
  signature: string | undefined;
  /** Its file, in faults. */
  signatureName: string;
  /** The text of an allowed_signers file. */
  allowedSigners?: string | undefined;
  /** True when a key that they do not name is said, and no fault. */
  mayBeUnknown?: boolean | undefined;
  /** The only key that is believed. */
  publicKey?: Uint8Array | undefined;
  nowMs: number;
}

export interface Verified {
  faults: Fault[];
  /** Files below data/. */
  files: number;
  bytes: number;
  signer: Signer | null;
}

interface Signer {
  fingerprint: string;
  /** By what name its key is known to the user; null when it is not. */
  knownAs: string | null;
}

export async function verifyArchive(handed: Handed): Promise<Verified> {
  const { files, faults } = await openArchive(handed.archive, handed.name);
  const payload = files.filter(({ path }) => path.startsWith('data/'));
  const signed = checkSignature(handed);
  return {
    faults: [...faults, ...(faults.length === 0 ? checkBag(files) : []), ...signed.faults],
    files: payload.length,
    bytes: payload.reduce((sum, { bytes }) => sum + bytes.length, 0),
    signer: signed.signer,
  };
}

function checkSignature(handed: Handed): { faults: Fault[]; signer: Signer | null } {
  const { signature: text, signatureName: file, archive, name } = handed;
  const fails = (fault: Fault['fault'], why: string, signer: Signer | null = null) => ({ faults: [{ fault, file, why }], signer });
  if (text === undefined) return fails('signature-missing', `is not there: nobody has signed ${name}`);
  try {
    const signature = parseSignature(text);
    const signer = { fingerprint: fingerprintOf(signature.publicKey), knownAs: null };
    if (signature.namespace !== NAMESPACE)
      return fails('namespace-wrong', `is a signature for ${JSON.stringify(signature.namespace)}, not for ${NAMESPACE}`, signer);
    if (!isSigned(archive, signature)) return fails('signature-wrong', `does not fit ${name}: one of the two was changed`, signer);
    return whoseIs(signature, signer, handed);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return fails('signature-damaged', `cannot be read: ${error.message}`);
  }
}

function whoseIs({ publicKey, namespace }: Signature, signer: Signer, handed: Handed): { faults: Fault[]; signer: Signer } {
  const { signatureName: file, allowedSigners, publicKey: believed, nowMs, mayBeUnknown = false } = handed;
  const unknown = (why: string) => ({ faults: [{ fault: 'signer-unknown' as const, file, why }], signer });
  if (believed !== undefined)
    return Buffer.from(believed).equals(publicKey)
      ? { faults: [], signer: { ...signer, knownAs: 'the key that was named' } }
      : unknown(`is by ${signer.fingerprint}, which is not the key that was named (${fingerprintOf(believed)})`);
  if (allowedSigners === undefined) return { faults: [], signer };
  const known = whoSigned(allowedSigners, publicKey, namespace, nowMs);
  if (known === undefined && mayBeUnknown) return { faults: [], signer };
  if (known === undefined) return unknown(`is by ${signer.fingerprint}, and no allowed signer has that key`);
  return 'why' in known
    ? unknown(`is by ${signer.fingerprint}: ${known.why}`)
    : { faults: [], signer: { ...signer, knownAs: known.principals } };
}
