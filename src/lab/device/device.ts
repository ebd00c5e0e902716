/** A device is a router that is switched on: its state, and the engine that runs its applets. */
import type { LabClock } from '../clock.ts';
import { Eem } from './eem.ts';
import { Router } from './router.ts';
import type { RouterSpec } from './router-spec.ts';

export function switchOn(spec: RouterSpec, clock: LabClock): Router {
  return new Router(spec, clock, (router) => new Eem(router));
}
