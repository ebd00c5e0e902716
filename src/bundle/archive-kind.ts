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
/** By the first bytes, which no text has. [C] each format's own description */
const PACKERS: readonly { mark: RegExp; is: string; by: string }[] = [
  { mark: /^425a683[1-9](?:314159265359|177245385090)/, is: 'a bzip2 file', by: 'bunzip2' },
  { mark: /^fd377a585a00/, is: 'an xz file', by: 'unxz' },
  { mark: /^28b52ffd/, is: 'a zstd file', by: 'unzstd' },
  { mark: /^1f9d[89]/, is: 'a .Z file (compress)', by: 'uncompress' },
  { mark: /^04224d18/, is: 'an lz4 file', by: 'unlz4' },
  { mark: /^4c5a495001/, is: 'an lzip file', by: 'lzip -d' },
  { mark: /^377abcaf271c/, is: 'a 7z archive', by: '7z x' },
  { mark: /^526172211a07/, is: 'a rar archive', by: 'unrar x' },
  { mark: /^4d53434600000000/, is: 'a cabinet of Windows', by: 'expand' },
];
const MARK_BYTES = 10;
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
  const hex = hexOf(head, 0, MARK_BYTES);
  const packer = PACKERS.find(({ mark }) => mark.test(hex));
  return packer && `${packer.is}, which is not unpacked here (hand in what \`${packer.by}\` makes of it, as it is or as .zip or .tar.gz)`;
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
