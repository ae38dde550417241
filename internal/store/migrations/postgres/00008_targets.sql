-- What municipalities aim at. Append-only; the latest entry for an indicator
-- counts, and one without a value withdraws the target.

-- +goose Up

CREATE TABLE targets (
    id           BIGINT NOT NULL PRIMARY KEY CONSTRAINT targets_id CHECK (id >= 1),
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    indicator    TEXT NOT NULL CHECK (indicator <> ''),
    value        DOUBLE PRECISION,
    -- due is the last day of the target, as 2027-06-30; empty when it is withdrawn.
    due          TEXT NOT NULL CONSTRAINT targets_due CHECK (due = '' OR due ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    owner        TEXT NOT NULL,
    author_id    BIGINT REFERENCES accounts (id),
    recorded_at  BIGINT NOT NULL,
    CONSTRAINT targets_whole CHECK ((value IS NULL) = (due = '')),
    CONSTRAINT targets_value_finite CHECK (value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT targets_owner CHECK (length(owner) <= 200 AND owner !~ '[\x01-\x08\x0b-\x1f\x7f]')
);

CREATE INDEX targets_place ON targets (municipality, indicator);

-- The history is read from the newest back.
CREATE INDEX statuses_recorded ON statuses (recorded_at, id);
CREATE INDEX verdicts_recorded ON verdicts (recorded_at, id);
CREATE INDEX account_events_recorded ON account_events (recorded_at, id);

-- +goose StatementBegin
CREATE FUNCTION check_target() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <= (SELECT max(id) FROM targets) THEN
        RAISE EXCEPTION 'target numbers rise' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER targets_insert BEFORE INSERT ON targets FOR EACH ROW EXECUTE FUNCTION check_target();
CREATE TRIGGER targets_change BEFORE UPDATE OR DELETE OR TRUNCATE ON targets EXECUTE FUNCTION refuse_change();
