/** A path inside a bundle never leads out of it, on any system. */

/** `C:\logs`, `C:x`: a path of another system. */
const DRIVE = /^[A-Za-z]:/;

export function leadsOut(path: string): boolean {
  return path.startsWith('/') || path.includes('\\') || DRIVE.test(path) || partsOf(path).includes('..');
}

/** Without the parts that mean nothing: `./a//x` is `a` and `x`. */
export function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '.' && part !== '');
}

/** `0123abcd.unfinished-4711-1`, a bundle that process 4711 is writing, or was when it ended; without a number nobody is. */
export const UNFINISHED = /\.unfinished(?:-(\d{1,10})-\d+)?$/;
