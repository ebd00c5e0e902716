/** A sink that keeps what a stream was given, as a terminal would read it. */
import { Writable } from 'node:stream';
import type { Sink } from '../../src/cli/outlet.ts';

export function keepingSink(): { sink: Sink; kept(): string } {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { sink, kept: () => Buffer.concat(chunks).toString('utf8') };
}
