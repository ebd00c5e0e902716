/** A goal is a figure that a bench must reach; each is printed on a line of its own, and a missed one fails the bench. */

export interface Goal {
  name: string;
  figure: number;
  unit: string;
  /** `at most 1.5` or `at least 80`. */
  limit: { atMost: number } | { atLeast: number };
}

export function isReached({ figure, limit }: Goal): boolean {
  return 'atMost' in limit ? figure <= limit.atMost : figure >= limit.atLeast;
}

/** `name: figure (goal)`; sets the exit code when one is missed. */
export function printGoals(goals: readonly Goal[]): void {
  for (const goal of goals) {
    const { name, figure, unit, limit } = goal;
    const wanted = 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
    console.log(`${name}: ${Math.round(figure * 1000) / 1000} ${unit} (${wanted})${isReached(goal) ? '' : '  MISSED'}`);
    if (!isReached(goal)) process.exitCode = 1;
  }
}

export function medianOf(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
