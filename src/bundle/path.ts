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
