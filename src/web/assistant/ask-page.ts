/** Asking the page: an assistant sees captures and the radar through `flaptrap serve`, with a token of its own, and arms what a person has approved there. */
import { FlaptrapError, messageOf } from '../../errors.ts';

export interface PagePort {
  captures(): Promise<unknown>;
  radar(): Promise<unknown>;
  /** Throws unless a person has approved exactly this plan. */
  arm(playbook: string, digest: string): Promise<unknown>;
}

const TIMEOUT_MS = 120_000;

export function openPagePort(origin: string, token: string): PagePort {
  const ask = async (path: string, form?: Readonly<Record<string, string>>): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    }).catch((error: unknown) => {
      throw new FlaptrapError('unreachable', `the page ${origin} does not answer`, {
        answer: messageOf(error),
        next: 'start it with `flaptrap serve`, and name it with --page',
      });
    });
    if (answer.ok) return answer.json();
    throw new FlaptrapError('input', `the page ${origin} refused: ${(await answer.text()).trim().slice(0, 2000)}`);
  };
  return {
    captures: () => ask('/api/captures'),
    radar: () => ask('/api/radar'),
    arm: (playbook, digest) => ask('/api/arm', { playbook, digest }),
  };
}
