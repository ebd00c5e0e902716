/** Append-only is what the database itself keeps: an entry of the journal or of the audit is never changed, and of the audit none is taken away. */

/** A capture that is forgotten takes its journal along; the audit stays. The head is the last that was signed: a tail that was cut is seen by it. */
export const APPEND_ONLY = `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of flaptrap.% is refused: it is only ever appended to', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER journal_append_only BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE audit_heads (
  book text NOT NULL,
  number bigint NOT NULL,
  hash text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (book, number)
);
`;
