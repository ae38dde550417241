-- What analysts find of statuses, and what municipalities answer. Append-only;
-- the latest verdict on a status counts.

-- +goose Up

CREATE TABLE verdicts (
    id          INTEGER NOT NULL PRIMARY KEY CONSTRAINT verdicts_id CHECK (id >= 1),
    status      INTEGER NOT NULL REFERENCES statuses (id),
    -- accepted lets a change made during a review count in the round; replied is the municipality's answer to a question.
    kind        TEXT NOT NULL CONSTRAINT verdicts_kind CHECK (kind IN ('verified', 'questioned', 'accepted', 'replied')),
    comment     TEXT NOT NULL,
    -- finding is the status of the desk that a question comes from; it needs no comment then.
    finding     INTEGER REFERENCES statuses (id),
    -- carried_from is the verdict on the status before, which says the same.
    carried_from INTEGER REFERENCES verdicts (id),
    author_id   INTEGER REFERENCES accounts (id),
    recorded_at INTEGER NOT NULL,
    CONSTRAINT verdicts_comment CHECK (length(comment) <= 2000
        AND (kind IN ('verified', 'accepted') OR finding IS NOT NULL OR trim(comment) <> '')),
    CONSTRAINT verdicts_control_characters CHECK (instr(comment, char(0)) = 0
        AND comment NOT GLOB '*[' || char(1) || '-' || char(8) || char(11) || '-' || char(31) || char(127) || ']*'),
    CONSTRAINT verdicts_carried CHECK (carried_from IS NULL OR kind IN ('verified', 'questioned')),
    CONSTRAINT verdicts_finding CHECK (finding IS NULL OR kind = 'questioned')
) STRICT;

CREATE INDEX verdicts_status ON verdicts (status);

-- +goose StatementBegin
CREATE TRIGGER verdicts_insert BEFORE INSERT ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'conflict: verdict numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM verdicts);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER verdicts_update BEFORE UPDATE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'refused: verdicts are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER verdicts_delete BEFORE DELETE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'refused: verdicts are append-only');
END;
-- +goose StatementEnd
