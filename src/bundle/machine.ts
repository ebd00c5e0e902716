/** A machine is what the front door needs of the place it runs in, to unpack and to hash: Node has it of its own modules, a page of the browser. */

/** A piece of what was packed, with the packed bytes that were taken for all pieces so far. */
export interface Inflated {
  piece: Uint8Array;
  takenBytes: number;
}

/** One entry of a zip, by the list at its end; nothing of it is unpacked before it is read. */
export interface ZipEntry {
  name: string;
  isEncrypted: boolean;
  /** The external attributes. [C] APPNOTE 4.4.15 */
  attributes: number;
  bytes: number;
  packedBytes: number;
  /** Throws `Unpackable` when it is not what the list promises. */
  read(): Promise<Uint8Array>;
}

export interface Machine {
  /** All members of a gzip file; throws `Unpackable` where it is cut or damaged. */
  inflate(packed: AsyncIterable<Uint8Array>): AsyncIterable<Inflated>;
  /** Throws when it is no zip, or a damaged one. */
  zipEntries(packed: Uint8Array): AsyncIterable<ZipEntry>;
  /** In hexadecimal. */
  sha256(bytes: Uint8Array): string | Promise<string>;
}
