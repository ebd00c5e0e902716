/** A mail's encodings are how its text went through programs that know short lines of ASCII only. [C] RFC 2045, 3676 */
import { latin1Of } from './bytes.ts';

/** `body`: each byte as a character. */
export function bytesIn(body: string, encoding: string): Uint8Array {
  if (encoding.startsWith('base64')) return fromBase64(body);
  return bytesFrom(encoding.startsWith('quoted-printable') ? unquote(body) : body);
}

/** What is no base64 is left out, as every reader of mails does. [C] RFC 2045 6.8 */
function fromBase64(body: string): Uint8Array {
  const [letters = ''] = body.replace(/[^A-Za-z0-9+/=]/g, '').split('=');
  return bytesFrom(atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters));
}

/** `=3D` is `=`, and a line that ends in `=` goes on. [C] RFC 2045 6.7 */
function unquote(body: string): string {
  return body
    .replace(/=[ \t]{0,40}\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A line that ends in a blank goes on, but for the one that stands before a signature. [C] RFC 3676 4 */
export function unflow(bytes: Uint8Array, isBlankDropped: boolean): Uint8Array {
  const lines = latin1Of(bytes).split(/\r?\n/);
  const whole: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const bare = line.startsWith(' ') ? line.slice(1) : line;
    if (isOpen && bare !== '-- ') whole.push(`${whole.pop() ?? ''}${bare}`);
    else whole.push(bare);
    isOpen = bare.endsWith(' ') && bare !== '-- ';
    if (isOpen && isBlankDropped) whole.push((whole.pop() ?? '').slice(0, -1));
  }
  return bytesFrom(whole.join('\n'));
}

function bytesFrom(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
