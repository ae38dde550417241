-- What municipalities aim at. Append-only; the latest entry for an indicator
-- counts, and one without a value withdraws the target.

-- +goose Up

CREATE TABLE targets (
    id           INTEGER NOT NULL PRIMARY KEY CONSTRAINT targets_id CHECK (id >= 1),
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    indicator    TEXT NOT NULL CHECK (indicator <> ''),
    value        REAL,
    -- due is the last day of the target, as 2027-06-30; empty when it is withdrawn.
    due          TEXT NOT NULL CONSTRAINT targets_due CHECK (due = '' OR due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    owner        TEXT NOT NULL,
    author_id    INTEGER REFERENCES accounts (id),
    recorded_at  INTEGER NOT NULL,
    CONSTRAINT targets_whole CHECK ((value IS NULL) = (due = '')),
    CONSTRAINT targets_value_finite CHECK (value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT targets_owner CHECK (length(owner) <= 200 AND instr(owner, char(0)) = 0
        AND owner NOT GLOB '*[' || char(1) || '-' || char(8) || char(11) || '-' || char(31) || char(127) || ']*')
) STRICT;

CREATE INDEX targets_place ON targets (municipality, indicator);

-- The history is read from the newest back.
CREATE INDEX statuses_recorded ON statuses (recorded_at, id);
CREATE INDEX verdicts_recorded ON verdicts (recorded_at, id);
CREATE INDEX account_events_recorded ON account_events (recorded_at, id);

-- +goose StatementBegin
CREATE TRIGGER targets_insert BEFORE INSERT ON targets
BEGIN
    SELECT RAISE(ABORT, 'conflict: target numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM targets);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER targets_update BEFORE UPDATE ON targets
BEGIN
    SELECT RAISE(ABORT, 'refused: targets are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER targets_delete BEFORE DELETE ON targets
BEGIN
    SELECT RAISE(ABORT, 'refused: targets are append-only');
END;
-- +goose StatementEnd
