/** The flash is a router's file system: what lies in it, how large it is, and which paths lead into it. */

/** How large it is where the specification says nothing. */
export const FLASH_BYTES = 256_000_000;

export interface FlashFile {
  bytes: Buffer;
  changedAtMs: number;
}

/** `flash:x`, `flash:/x`, `x` */
export function nameOf(path: string): string {
  return path.replace(/^[a-z0-9-]+:/i, '').replace(/^\//, '');
}

export function isOurs({ fileSystem }: { readonly fileSystem: string }, path: string): boolean {
  return !path.includes(':') || path.startsWith(fileSystem);
}
