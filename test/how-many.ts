/** How many generated cases a test tries: few in every run, all of them with FULL=1 (`npm run test:full`, `npm run test:web`). */

export function howMany(here: number, full: number): number {
  return process.env.FULL === undefined ? here : full;
}
