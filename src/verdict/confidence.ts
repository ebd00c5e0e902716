/** Confidence is how surely a cause or a link of the chain is known; `certain` is a promise that it is never wrong. */
export type Confidence = 'certain' | 'likely' | 'possible';
