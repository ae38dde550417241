-- What analysts find of statuses, and what municipalities answer. Append-only;
-- the latest verdict on a status counts.

-- +goose Up

CREATE TABLE verdicts (
    id          BIGINT NOT NULL PRIMARY KEY CONSTRAINT verdicts_id CHECK (id >= 1),
    status      BIGINT NOT NULL REFERENCES statuses (id),
    -- accepted lets a change made during a review count in the round; replied is the municipality's answer to a question.
    kind        TEXT NOT NULL CONSTRAINT verdicts_kind CHECK (kind IN ('verified', 'questioned', 'accepted', 'replied')),
    comment     TEXT NOT NULL,
    -- finding is the status of the desk that a question comes from; it needs no comment then.
    finding     BIGINT REFERENCES statuses (id),
    -- carried_from is the verdict on the status before, which says the same.
    carried_from BIGINT REFERENCES verdicts (id),
    author_id   BIGINT REFERENCES accounts (id),
    recorded_at BIGINT NOT NULL,
    CONSTRAINT verdicts_comment CHECK (length(comment) <= 2000
        AND (kind IN ('verified', 'accepted') OR finding IS NOT NULL OR trim(comment) <> '')),
    CONSTRAINT verdicts_control_characters CHECK (comment !~ '[\x01-\x08\x0b-\x1f\x7f]'),
    CONSTRAINT verdicts_carried CHECK (carried_from IS NULL OR kind IN ('verified', 'questioned')),
    CONSTRAINT verdicts_finding CHECK (finding IS NULL OR kind = 'questioned')
);

CREATE INDEX verdicts_status ON verdicts (status);

-- +goose StatementBegin
CREATE FUNCTION check_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <= (SELECT max(id) FROM verdicts) THEN
        RAISE EXCEPTION 'verdict numbers rise' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER verdicts_insert BEFORE INSERT ON verdicts FOR EACH ROW EXECUTE FUNCTION check_verdict();
CREATE TRIGGER verdicts_change BEFORE UPDATE OR DELETE OR TRUNCATE ON verdicts EXECUTE FUNCTION refuse_change();
