/** Both sides at once, one way: each router's work runs to its own end, and a failure of both names both. Where one end is not ours, the other alone. */
import { type ErrorContext, FlaptrapError } from '../errors.ts';
import { SIDES, type Side } from '../ipsec/side.ts';

export async function onBothSides<Result>(
  work: (side: Side) => Promise<Result>,
  sides: readonly Side[] = SIDES,
): Promise<Record<Side, Result>> {
  const settled = await Promise.allSettled(sides.map(async (side) => [side, await work(side)] as const));
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length > 0) throw joined(failures);
  return Object.fromEntries(settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))) as Record<Side, Result>;
}

/** What was left behind is the gravest news, and what is no error of ours the next. */
function joined(failures: readonly unknown[]): unknown {
  const foreign = failures.find((failure) => !(failure instanceof FlaptrapError));
  if (foreign !== undefined) return foreign;
  const errors = failures as FlaptrapError[];
  const [first, second] = [...errors].sort((one, two) => Number(two.code === 'left-behind') - Number(one.code === 'left-behind'));
  if (first === undefined || second === undefined || sayWho(first) === sayWho(second)) return first;
  return new FlaptrapError(first.code, `${sayWho(first)}; ${sayWho(second)}`, {
    tried: eachOf(errors, 'tried'),
    answer: eachOf(errors, 'answer'),
    next: eachOf(errors, 'next'),
    cause: new AggregateError(errors, first.message),
  });
}

/** What went wrong on either side, where one error tells of both. */
export function eachFailure(error: unknown): FlaptrapError[] {
  if (!(error instanceof FlaptrapError)) return [];
  const { cause } = error;
  return cause instanceof AggregateError ? cause.errors.filter((each) => each instanceof FlaptrapError) : [error];
}

function sayWho({ message, context }: FlaptrapError): string {
  return context.peer === undefined ? message : `${context.peer}: ${message}`;
}

function eachOf(errors: readonly FlaptrapError[], field: keyof Omit<ErrorContext, 'cause' | 'diagnostics'>): string | undefined {
  const texts = [...new Set(errors.flatMap(({ context }) => context[field] ?? []))];
  return texts.length === 0 ? undefined : texts.join('\n');
}
