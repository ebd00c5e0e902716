/** Taking in gives each file with its hash; what is packed by itself is unpacked, our own reports are passed over, and no more is taken than fits. */
import { LIMITS, printBytes } from './limits.ts';
import type { Machine } from './machine.ts';
import { isOwnReport } from './own-report.ts';
import { isLeft, type LeftFile, type RawFile, type TakenFile } from './taken.ts';
import { unpackInside } from './unpack.ts';

export async function* takeIn(files: AsyncIterable<RawFile | LeftFile>, machine: Machine): AsyncGenerator<TakenFile> {
  let bytes = 0;
  for await (const packed of files) {
    for await (const file of isLeft(packed) ? [packed] : unpackInside(packed, machine)) {
      if (!isLeft(file) && isOwnReport(file)) continue;
      bytes += isLeft(file) ? 0 : file.bytes.length;
      if (isLeft(file)) yield file;
      else if (bytes > LIMITS.allBytes) yield { path: file.path, left: `is beyond the limit of ${printBytes(LIMITS.allBytes)}` };
      else yield { ...file, sha256: await machine.sha256(file.bytes) };
    }
  }
}
