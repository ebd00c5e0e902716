/** Work is what takes long enough that somebody asks how far it is: reading, judging, fetching. */

/** `reading` has the bytes so far where they come in by standard input; `judging` how many of them have been gone through. */
export type Work =
  | { what: 'reading'; bytes?: number }
  | { what: 'judging'; bytes: number; bytesDone?: number }
  | { what: 'fetching'; peer: string; files: number; filesHome: number; bytes: number; bytesHome: number }
  | { what: 'done' };

/** Hears each step; nobody has to. */
export type HearWork = (work: Work) => void;

/** `input`, and each time how much of it has come. */
export async function* counted(input: AsyncIterable<Uint8Array>, hear: HearWork): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of input) {
    bytes += piece.length;
    hear({ what: 'reading', bytes });
    yield piece;
  }
}
