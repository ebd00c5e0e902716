/** Which file the threads of the listener and of the judge run, from what was built and from a source. */
import { expect, it } from 'vitest';
import { builtThread } from '../../src/syslog/built-thread.ts';

it.each([
  ['file:///usr/lib/flaptrap/dist/web/judge.js', 'file:///usr/lib/flaptrap/dist/web/judge-worker.js'],
  ['file:///home/olga/src/flaptrap/src/web/judge.ts', 'file:///home/olga/src/flaptrap/dist/web/judge-worker.js'],
  ['file:///home/olga/src/flaptrap/dist/web/judge.js', 'file:///home/olga/src/flaptrap/dist/web/judge-worker.js'],
])('the thread that %s starts is %s', (starter, thread) => {
  expect(builtThread('judge-worker', starter).href).toBe(thread);
});
