/** What is no text of a router is known by its first bytes, and said with what to hand in instead. */
import { hexOf, latin1Of } from './bytes.ts';

interface Kind {
  mark: string;
  is: string;
  instead: string;
}

const AS_TEXT = 'paste what it shows as text';
const EXPORT = 'save what is in it as text';

/** In hexadecimal, at the very beginning. [C] their formats' own descriptions; [L] no router prints one of them first */
const KINDS: readonly Kind[] = [
  { mark: '89504e470d0a1a0a', is: 'a picture (PNG)', instead: AS_TEXT },
  { mark: 'ffd8ff', is: 'a picture (JPEG)', instead: AS_TEXT },
  { mark: '474946383761', is: 'a picture (GIF)', instead: AS_TEXT },
  { mark: '474946383961', is: 'a picture (GIF)', instead: AS_TEXT },
  { mark: '49492a00', is: 'a picture (TIFF)', instead: AS_TEXT },
  { mark: '4d4d002a', is: 'a picture (TIFF)', instead: AS_TEXT },
  { mark: '255044462d', is: 'a PDF', instead: EXPORT },
  { mark: '456c6646696c6500', is: 'an event log of Windows (EVTX)', instead: 'export its events as text or CSV' },
  { mark: 'd0cf11e0a1b11ae1', is: 'a file of Outlook or of an older Office (OLE)', instead: `${EXPORT}, a mail also as .eml` },
  { mark: '53514c69746520666f726d6174203300', is: 'a database (SQLite)', instead: 'export the messages as text or CSV' },
  { mark: '4c504b5348485248', is: 'a journal of systemd', instead: 'hand in what `journalctl -o short-iso --file FILE` prints of it' },
  { mark: '7f454c46', is: 'a program (ELF)', instead: 'hand in the log of the router as text' },
];
const MARK_BYTES = 16;
/** `RIFF….WEBP`, `….ftypheic`: a picture whose mark stands behind its length. */
const PICTURES: readonly { at: number; mark: string; is: string }[] = [
  { at: 8, mark: 'WEBP', is: 'a picture (WebP)' },
  { at: 4, mark: 'ftyphei', is: 'a picture (HEIC)' },
  { at: 4, mark: 'ftypmif1', is: 'a picture (HEIC)' },
  { at: 4, mark: 'ftypavif', is: 'a picture (AVIF)' },
];

/** Undefined for anything else. */
export function noTextOf(bytes: Uint8Array): Omit<Kind, 'mark'> | undefined {
  const hex = hexOf(bytes, 0, MARK_BYTES);
  return KINDS.find(({ mark }) => hex.startsWith(mark)) ?? pictureOf(bytes);
}

function pictureOf(bytes: Uint8Array): Omit<Kind, 'mark'> | undefined {
  const picture = PICTURES.find(({ at, mark }) => latin1Of(bytes, at, at + mark.length) === mark);
  return picture && { is: picture.is, instead: AS_TEXT };
}
