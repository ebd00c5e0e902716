/** Workers beat while they live: who has not for a while is taken for dead, and is struck off before anybody goes on with what it carried. */

export const WORKERS = `
CREATE TABLE workers (
  worker text PRIMARY KEY,
  since timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now()
);
`;
