/** `flaptrap evidence` packs a bundle for somebody else: redacted, with its reports and its record, signed, and sent to a case when one is named. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { FileStore } from '../capture/file-store.ts';
import { Secrets } from '../capture/secrets.ts';
import type { CaptureRecord } from '../capture/store.ts';
import { FlaptrapError, printError } from '../errors.ts';
import { packArchive } from '../evidence/archive.ts';
import { makeBag } from '../evidence/bag.ts';
import { fingerprintOf } from '../evidence/public-key.ts';
import { CASE_NUMBER, sendToCase } from '../evidence/send.ts';
import { openAgentKey, openKeyFile, type Signer } from '../evidence/signer.ts';
import { printSignature, signedPart } from '../evidence/sshsig.ts';
import { type WrittenArchive, writeArchive, writeReceipt } from '../evidence/write.ts';
import { type Gathered, gatherEvidence, type Hidden } from '../run/evidence/gather.ts';
import { count } from './ask-playbook.ts';
import { EXIT } from './exit-code.ts';
import { type Door, STATE } from './program/arguments.ts';
import { readVersion } from './program/version.ts';
import type { Screen } from './screen.ts';

export interface EvidenceOptions {
  out?: string;
  redact: Hidden[] | false;
  key?: string;
  passphrase?: string;
  sign: boolean;
  case?: string;
  token?: string;
  drop?: string;
  sessions?: string;
  state: string;
  json?: boolean;
}

const HIDES = { addresses: ['address'], names: ['name', 'user'], secrets: [] } as const satisfies Record<string, readonly Hidden[]>;

export function defineEvidence(command: Command, { screen, show }: Door): void {
  command
    .option('--out <dir>', 'the folder for the archive (default: beside the bundle)')
    .addOption(
      new Option('--redact <kinds>', 'what is taken out: addresses, names, secrets; secrets always go')
        .argParser(parseKinds)
        .default(parseKinds('addresses,names,secrets'), 'addresses,names,secrets'),
    )
    .option('--no-redact', 'take out secrets only')
    .option('--key <file>', 'the SSH key that signs, or the public half of one that the agent holds (default: the key of the agent)')
    .option('--passphrase <reference>', 'where the passphrase of the key is found: env:NAME, file:PATH, command:COMMAND')
    .option('--no-sign', 'write it without a signature')
    .option('--case <number>', "put it into Cisco's case drop too", parseCase)
    .option('--token <reference>', 'where the upload token of the case is found: env:NAME, file:PATH, command:COMMAND')
    .option('--drop <url>', 'another case drop, https only')
    .option('--sessions <dir>', 'sessions that were recorded with --record, to go with it')
    .option(...STATE)
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap evidence captures/7f3a9c01 --key ~/.ssh/id_ed25519')
    .action((bundle: string, options) => show(evidence(bundle, options, screen)));
}

function parseKinds(text: string): Hidden[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !Object.hasOwn(HIDES, word));
  if (unknown !== undefined) throw new InvalidArgumentError(`expected ${Object.keys(HIDES).join(', ')}, or several of them with commas.`);
  return [...new Set(words.flatMap((word): readonly Hidden[] => HIDES[word as keyof typeof HIDES]))];
}

function parseCase(text: string): string {
  if (!CASE_NUMBER.test(text)) throw new InvalidArgumentError('expected the number of a service request: 6 to 12 digits.');
  return text;
}

export async function evidence(bundle: string, options: EvidenceOptions, screen: Screen): Promise<number> {
  const secrets = new Secrets();
  const token = await tokenOf(options, secrets);
  const signer = await signerOf(options, secrets, screen);
  const nowMs = packedAt(process.env['SOURCE_DATE_EPOCH']);
  const gathered = await gatherEvidence({
    bundle,
    hidden: options.redact === false ? [] : options.redact,
    sessions: options.sessions,
    recordOf: (captureId) => recordOf(captureId, options.state, screen),
    nowMs,
    version: readVersion(),
    input: screen.input,
  });
  if (gathered.isSameVerdict === false)
    screen.tell('the verdict over the redacted files is another than over yours: look at both before you send it');
  const written = await pack(gathered, { signer, nowMs, folder: options.out ?? folderBeside(bundle), bundle });
  const receipt = token === undefined ? undefined : await send(written, { ...options, token }, screen);
  if (options.json === true) screen.print(JSON.stringify(summaryOf(gathered, written, receipt, signer), null, 2));
  else screen.print([written.archive, written.signature, written.map, receipt].filter((each) => each !== undefined).join('\n'));
  say(gathered, written, signer, screen);
  return EXIT.done;
}

/** Whoever wants the same bytes again names the time, as every packer is told it. [C] reproducible-builds.org, SOURCE_DATE_EPOCH */
function packedAt(epoch: string | undefined): number {
  return epoch !== undefined && /^\d{1,11}$/.test(epoch) ? Number(epoch) * 1000 : Date.now();
}

async function tokenOf({ case: number, token, drop }: EvidenceOptions, secrets: Secrets): Promise<string | undefined> {
  if (number === undefined) {
    const orphan = token !== undefined ? '--token' : drop !== undefined ? '--drop' : undefined;
    if (orphan === undefined) return undefined;
    throw new FlaptrapError('input', `${orphan} is of no use without --case`, { next: 'name the case: --case 690000000' });
  }
  if (token === undefined)
    throw new FlaptrapError('input', `case ${number} takes a file only with its token`, {
      next: 'make one in Support Case Manager, and say where it is found: --token env:NAME',
    });
  return (await secrets.resolve(token)).trim();
}

async function signerOf({ key, passphrase, sign }: EvidenceOptions, secrets: Secrets, screen: Screen): Promise<Signer | undefined> {
  if (!sign) return undefined;
  const agent = process.env['SSH_AUTH_SOCK'];
  const ask = passphrase === undefined ? screen.askHidden : undefined;
  const askPassphrase =
    passphrase !== undefined ? () => secrets.resolve(passphrase) : ask && ((path: string) => ask(`passphrase of ${path}: `));
  if (key !== undefined) return openKeyFile(key, { agent, askPassphrase });
  if (agent !== undefined && agent !== '') return openAgentKey({ agent });
  screen.tell('not signed: no SSH agent runs here; name your key with --key ~/.ssh/id_ed25519');
  return undefined;
}

/** A record that is not believed leaves its capture without one, and is said. */
async function recordOf(captureId: string, state: string, screen: Screen): Promise<CaptureRecord | undefined> {
  try {
    return await new FileStore(state).read(captureId);
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    screen.tell(printError(error));
    return undefined;
  }
}

function folderBeside(bundle: string): string {
  const isThere = statSync(bundle, { throwIfNoEntry: false }) !== undefined;
  return isThere ? dirname(resolve(bundle)) : '.';
}

interface Packing {
  signer: Signer | undefined;
  nowMs: number;
  folder: string;
  bundle: string;
}

async function pack({ name, payload, replacements }: Gathered, { signer, nowMs, folder, bundle }: Packing): Promise<WrittenArchive> {
  const info = [
    ['Source-Organization', 'flaptrap'],
    ['External-Identifier', name],
    ['External-Description', 'Evidence of an IPsec tunnel between two routers; data/CONTENTS.txt says what is in it and what is missing'],
    ['Bagging-Date', new Date(nowMs).toISOString().slice(0, 10)],
    ['Bag-Software-Agent', `flaptrap ${readVersion()}`],
  ] as const;
  const archive = await packArchive(makeBag(payload, info), name, nowMs);
  const signature = signer === undefined ? undefined : printSignature(signer.publicKey, await signer.sign(signedPart(archive)));
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const map = { schema: 'flaptrap.redaction-map/1', archive: `${name}.tar.gz`, sha256, bundle: resolve(bundle), replacements };
  return writeArchive(folder, {
    name,
    archive,
    signature,
    map: replacements.length === 0 ? undefined : `${JSON.stringify(map, null, 2)}\n`,
  });
}

async function send({ archive, signature }: WrittenArchive, options: EvidenceOptions & { token: string }, screen: Screen): Promise<string> {
  const { case: caseNumber = '', token, drop } = options;
  const uploads = [];
  for (const path of [archive, ...(signature === undefined ? [] : [signature])]) {
    const upload = { path, name: basename(path), bytes: statSync(path).size, caseNumber, token, drop, tell: screen.tell };
    uploads.push({ file: upload.name, bytes: upload.bytes, ...(await sendToCase(upload)), at: new Date().toISOString() });
    screen.tell(`sent ${upload.name} to case ${caseNumber}`);
  }
  return writeReceipt(archive, { schema: 'flaptrap.receipt/1', caseNumber, uploads });
}

function summaryOf(gathered: Gathered, written: WrittenArchive, receipt: string | undefined, signer: Signer | undefined): unknown {
  const signedBy = signer === undefined ? null : fingerprintOf(signer.publicKey);
  return {
    schema: 'flaptrap.evidence/1',
    archive: written.archive,
    signature: written.signature ?? null,
    map: written.map ?? null,
    receipt: receipt ?? null,
    signedBy,
    files: gathered.payload.length,
    replaced: gathered.replacements.length,
    isSameVerdict: gathered.isSameVerdict ?? null,
    missing: gathered.missing,
  };
}

function say({ payload, replacements, missing }: Gathered, { map }: WrittenArchive, signer: Signer | undefined, screen: Screen): void {
  const by = signer === undefined ? 'unsigned' : `signed by ${fingerprintOf(signer.publicKey)} (${signer.where})`;
  screen.tell(`${count(payload.length, 'file')}, ${by}; ${count(missing.length, 'thing')} missing, said in data/CONTENTS.txt`);
  if (map !== undefined)
    screen.tell(`${count(replacements.length, 'name')} and addresses replaced; ${map} says by what, and stays with you`);
}
