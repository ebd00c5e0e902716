/** Gates are the budgets of logins and commands that all workers of a fleet share, and who waits for them; each is one state that is changed whole. */

export const GATES = `
CREATE TABLE gates (
  name text PRIMARY KEY,
  state json NOT NULL
);
`;
