/** Records are what every worker remembers of a capture, in the schema `flaptrap`: the plan as it was sealed, what was done, the files, and who may write to a router. */

/**
 * `captures` is written once and only its last four columns change; texts keep the very bytes that were sealed (`json`, not `jsonb`).
 * `journal` is appended to by whoever holds the token of the device; `number` is the order. `files` holds what a record keeps beside its plan,
 * as bytes, since what a router prints may hold a zero. `devices` fences: who writes to a router shows the newest `token`, and before
 * `write_deadline`; another takes over by a higher token, and only after that deadline. `audit` is src/audit's chain, a line an entry, one
 * chain a book.
 */
export const RECORDS = `
CREATE TABLE captures (
  capture_id text PRIMARY KEY CHECK (capture_id ~ '^[0-9a-f]{8}$'),
  plan json NOT NULL,
  playbook json NOT NULL,
  seal json NOT NULL,
  operator text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  phase text NOT NULL DEFAULT 'arming',
  lease_ends_at timestamptz NOT NULL,
  worker text,
  state json NOT NULL DEFAULT '{}'
);
CREATE INDEX captures_open ON captures (lease_ends_at) WHERE phase <> 'ended';

CREATE TABLE journal (
  number bigint GENERATED ALWAYS AS IDENTITY,
  capture_id text NOT NULL REFERENCES captures ON DELETE CASCADE,
  noted_at timestamptz NOT NULL DEFAULT now(),
  entry json NOT NULL,
  PRIMARY KEY (capture_id, number)
);

CREATE TABLE files (
  capture_id text NOT NULL REFERENCES captures ON DELETE CASCADE,
  name text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (capture_id, name)
);

CREATE TABLE devices (
  device text PRIMARY KEY,
  token bigint NOT NULL,
  holder text NOT NULL,
  capture_id text,
  write_deadline timestamptz NOT NULL
);

CREATE TABLE audit (
  book text NOT NULL,
  number bigint NOT NULL,
  line text NOT NULL,
  PRIMARY KEY (book, number)
);
`;
