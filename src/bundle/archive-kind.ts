/** The kind of a file that is given as a bundle is told by its first bytes, whatever its name is. */
import { hexOf, latin1Of } from './bytes.ts';
import { wideEncodingOf } from './decode.ts';
import { noTextOf } from './no-text.ts';

export type ArchiveKind = 'tar' | 'tar.gz' | 'zip';

/** Enough to see the mark of a tar. */
export const HEAD_BYTES = 512;
const TAR_MARK_AT = 257;
/** Where a tar's header has the sum of its bytes, taken with spaces in its place. [C] POSIX ustar */
const SUM_AT = 148;
const SUM_BYTES = 8;
const PACKERS: readonly { mark: string; is: string }[] = [
  { mark: '425a68', is: 'a bzip2 file' },
  { mark: 'fd377a585a00', is: 'an xz file' },
  { mark: '28b52ffd', is: 'a zstd file' },
  { mark: '377abcaf271c', is: 'a 7z archive' },
  { mark: '526172211a07', is: 'a rar archive' },
];
const PRINTABLE_SHARE_MIN = 0.95;

/** The archive's kind, or what else the file is, in words. */
export function archiveKindOf(head: Uint8Array): ArchiveKind | { is: string; isText?: boolean } {
  const hex = hexOf(head, 0, 8);
  if (hex.startsWith('1f8b')) return 'tar.gz';
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'zip';
  if (latin1Of(head, TAR_MARK_AT, TAR_MARK_AT + 5) === 'ustar' || isOldTar(head) || isBlank(head)) return 'tar';
  if (head.length === 0) return { is: 'an empty file' };
  const packer = packerOf(head) ?? noTextOf(head)?.is;
  if (packer !== undefined) return { is: packer };
  const printable = head.filter(
    (byte) => byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x08 || byte === 0x1b,
  ).length;
  const isText = wideEncodingOf(head) !== undefined || printable > head.length * PRINTABLE_SHARE_MIN;
  return { is: isText ? 'a text file' : 'a file of an unknown kind', isText };
}

/** In words, what it was packed by, where it cannot be unpacked. */
export function packerOf(head: Uint8Array): string | undefined {
  const hex = hexOf(head, 0, 8);
  const packer = PACKERS.find(({ mark }) => hex.startsWith(mark));
  return packer && `${packer.is}, which is not unpacked here`;
}

/** A tar without an entry is its end alone: blocks of zeros. So is a file of which nothing was ever written. [C] POSIX ustar */
export function isBlank(head: Uint8Array): boolean {
  return head.length >= HEAD_BYTES && head.subarray(0, HEAD_BYTES).every((byte) => byte === 0);
}

/** Before POSIX it had no mark: `tar --format=v7`. */
function isOldTar(head: Uint8Array): boolean {
  if (head.length < HEAD_BYTES) return false;
  const said = Number.parseInt(latin1Of(head, SUM_AT, SUM_AT + SUM_BYTES).trim(), 8);
  const sum = head.reduce((total, byte, at) => total + (at >= SUM_AT && at < SUM_AT + SUM_BYTES ? 0x20 : byte), 0);
  return sum === said;
}
