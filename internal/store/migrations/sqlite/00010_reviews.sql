-- Reviews of rounds: when a round is to be published, until when municipalities
-- may reply, what they reply, and which verdicts counted. Append-only; the
-- latest plan of a round and the latest reply of a municipality count.

-- +goose Up

CREATE TABLE round_plans (
    id          INTEGER NOT NULL PRIMARY KEY CONSTRAINT round_plans_id CHECK (id >= 1),
    round       TEXT NOT NULL REFERENCES rounds (key),
    -- step is the end of reporting that began the review; a plan holds in that review alone.
    step        INTEGER NOT NULL REFERENCES round_events (id),
    -- Without a time of publication the plan is withdrawn.
    reply_by    INTEGER,
    publish_at  INTEGER,
    author_id   INTEGER REFERENCES accounts (id),
    recorded_at INTEGER NOT NULL,
    CONSTRAINT round_plans_whole CHECK ((reply_by IS NULL) = (publish_at IS NULL)),
    CONSTRAINT round_plans_order CHECK (recorded_at < reply_by AND reply_by <= publish_at)
) STRICT;

CREATE INDEX round_plans_round ON round_plans (round);

CREATE TABLE round_replies (
    id           INTEGER NOT NULL PRIMARY KEY CONSTRAINT round_replies_id CHECK (id >= 1),
    round        TEXT NOT NULL REFERENCES rounds (key),
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    kind         TEXT NOT NULL CONSTRAINT round_replies_kind CHECK (kind IN ('agreed', 'commented', 'disputed')),
    text         TEXT NOT NULL,
    -- public lets everybody read the text once the round is published.
    public       INTEGER NOT NULL CHECK (public IN (0, 1)),
    -- content is the hash of the preview that was replied to.
    content      TEXT NOT NULL CHECK (length(content) = 64),
    author_id    INTEGER REFERENCES accounts (id),
    recorded_at  INTEGER NOT NULL,
    CONSTRAINT round_replies_text CHECK (length(text) <= 4000 AND (kind = 'agreed' OR trim(text) <> '') AND instr(text, char(0)) = 0
        AND text NOT GLOB '*[' || char(1) || '-' || char(8) || char(11) || '-' || char(31) || char(127) || ']*')
) STRICT;

CREATE INDEX round_replies_round ON round_replies (round, municipality);

-- format is the form of the content. From form 2 on, last_verdict is the verdict
-- recorded last among those that counted, 0 for none, and answers are the answers
-- that counted as they stand in the archive: evidence may be blanked later, and
-- what it was worth then must not change.
ALTER TABLE round_contents ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE round_contents ADD COLUMN last_verdict INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round_contents ADD COLUMN answers BLOB;

-- +goose StatementBegin
CREATE TRIGGER round_plans_insert BEFORE INSERT ON round_plans
BEGIN
    SELECT RAISE(ABORT, 'conflict: plan numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM round_plans);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_plans_update BEFORE UPDATE ON round_plans
BEGIN
    SELECT RAISE(ABORT, 'refused: plans are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_plans_delete BEFORE DELETE ON round_plans
BEGIN
    SELECT RAISE(ABORT, 'refused: plans are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_replies_insert BEFORE INSERT ON round_replies
BEGIN
    SELECT RAISE(ABORT, 'conflict: reply numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM round_replies);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_replies_update BEFORE UPDATE ON round_replies
BEGIN
    SELECT RAISE(ABORT, 'refused: replies are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_replies_delete BEFORE DELETE ON round_replies
BEGIN
    SELECT RAISE(ABORT, 'refused: replies are append-only');
END;
-- +goose StatementEnd
