/** Redacting what was taken in keeps its files and their lines, and mends the sums of the manifest: what was redacted on purpose was not changed since. */
import { createHash } from 'node:crypto';
import { decode } from '../../bundle/decode.ts';
import { MANIFEST_FILE, type Manifest, parseManifest } from '../../bundle/manifest.ts';
import { isPacketFile } from '../../bundle/packets/read-packets.ts';
import { redactManifest } from '../../bundle/redact.ts';
import { isLeft, type LeftFile, type TakenFile } from '../../bundle/taken.ts';
import type { Redactor } from '../../ios/redact/redactor.ts';

/** A file that stays as it is, or does not go with the others. */
export interface RedactedFiles {
  files: TakenFile[];
  /** What was left out, and why. */
  left: LeftFile[];
}

/** `hidesMore`: addresses and names too, which what is no text cannot be freed of. All texts are learned from before the first is changed. */
export function redactTaken(taken: readonly TakenFile[], redactor: Redactor, hidesMore: boolean): RedactedFiles {
  const opened = taken.map((file) => (isLeft(file) ? { file } : { file, text: textOf(file.bytes) }));
  for (const { file, text } of opened) {
    redactor.learn(file.path);
    if (text !== undefined) redactor.learn(text);
  }
  const left: LeftFile[] = [];
  const texts = opened.map(({ file, text }) => (text === undefined || file.path === MANIFEST_FILE ? undefined : redactor.redact(text)));
  const redacted = opened.flatMap(({ file, text }, index): Changed[] => {
    const path = redactor.redactPath(file.path);
    if (isLeft(file)) {
      left.push({ path, left: file.left });
      return [];
    }
    if (file.path === MANIFEST_FILE) return [];
    if (text === undefined && hidesMore && file.bytes.length > 0) {
      left.push({ path, left: WHY_LEFT });
      return [];
    }
    const after = texts[index];
    const changed = after === undefined || after === text ? file.bytes : new TextEncoder().encode(after);
    return [{ from: file, file: { path, bytes: changed, sha256: changed === file.bytes ? file.sha256 : sumOf(changed) } }];
  });
  const manifest = opened.find(({ file }) => file.path === MANIFEST_FILE);
  const mended = manifest?.text === undefined ? [] : [printManifest(manifest.text, redacted, left, redactor)];
  return { files: [...redacted.map(({ file }) => file), ...mended], left };
}

const WHY_LEFT = 'is no text: addresses and names cannot be taken out of it (with --no-redact it goes with the others)';

interface Changed {
  from: Extract<TakenFile, { sha256: string }>;
  file: Extract<TakenFile, { sha256: string }>;
}

/** Undefined for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  if (isPacketFile(bytes)) return undefined;
  const { text, problem } = decode(bytes);
  return problem === 'binary' ? undefined : text;
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Only the sum of a file that was whole before is a new one: what was changed since the capture is still found. */
function printManifest(
  text: string,
  changed: readonly Changed[],
  left: readonly LeftFile[],
  redactor: Redactor,
): Extract<TakenFile, { sha256: string }> {
  const parsed = parseManifest(text);
  const mended = 'manifest' in parsed ? JSON.stringify(mend(parsed.manifest, changed, left, redactor), null, 2) : redactor.redact(text);
  const bytes = new TextEncoder().encode(`${mended}\n`);
  return { path: MANIFEST_FILE, bytes, sha256: sumOf(bytes) };
}

function mend(manifest: Manifest, changed: readonly Changed[], left: readonly LeftFile[], redactor: Redactor): Manifest {
  const now = new Map(changed.map((each) => [each.from.path, each]));
  const isLeftOut = (path: string): boolean => left.some((each) => each.path === redactor.redactPath(path) && each.left === WHY_LEFT);
  const files = manifest.files.flatMap((file) => {
    const found = now.get(file.path);
    const path = redactor.redactPath(file.path);
    if (found === undefined) return isLeftOut(file.path) ? [] : [{ ...file, path }];
    const wasWhole =
      file.bytes === found.from.bytes.length && (file.sha256 === undefined || file.sha256.toLowerCase() === found.from.sha256);
    return [wasWhole ? { ...file, path, bytes: found.file.bytes.length, sha256: found.file.sha256 } : { ...file, path }];
  });
  return { ...redactManifest(manifest, redactor), files };
}
