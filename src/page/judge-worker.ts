/** The judge is the worker behind the page, made of what the page holds of it when it is asked for the first time. */
import type { Answered, Asked } from './asked.ts';
import { unpackText } from './unpack.ts';

type OnTheWay = Extract<Answered, { is: 'step' | 'text' }>;

/** `hear` is told all that comes on the way; the last answer is returned. */
export type Judge = (asked: Asked, hear?: (told: OnTheWay) => void) => Promise<Exclude<Answered, OnTheWay>>;

export function openJudge(packed: string): Judge {
  let started: Promise<Worker> | undefined;
  return async (asked, hear = () => undefined) => {
    started ??= start(packed);
    const worker = await started;
    return new Promise((go) => {
      worker.onmessage = ({ data }: MessageEvent<Answered>) => (data.is === 'step' || data.is === 'text' ? hear(data) : go(data));
      worker.onerror = (event) => go({ is: 'refused', words: `the judge has stopped: ${event.message}` });
      worker.postMessage(asked);
    });
  };
}

async function start(packed: string): Promise<Worker> {
  const url = URL.createObjectURL(new Blob([await unpackText(packed)], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return worker;
}
