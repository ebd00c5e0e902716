/** Steps are what the engine remembers of a workflow, by these names: kept through all versions, for a step that is done is found by its name. */
export const STEPS = ['arm', 'give up', 'time', 'rest', 'finish', 'lease', 'next'] as const;
export type StepName = (typeof STEPS)[number];
