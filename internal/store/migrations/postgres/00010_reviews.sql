-- Reviews of rounds: when a round is to be published, until when municipalities
-- may reply, what they reply, and which verdicts counted. Append-only; the
-- latest plan of a round and the latest reply of a municipality count.

-- +goose Up

CREATE TABLE round_plans (
    id          BIGINT NOT NULL PRIMARY KEY CONSTRAINT round_plans_id CHECK (id >= 1),
    round       TEXT NOT NULL REFERENCES rounds (key),
    -- step is the end of reporting that began the review; a plan holds in that review alone.
    step        BIGINT NOT NULL REFERENCES round_events (id),
    -- Without a time of publication the plan is withdrawn.
    reply_by    BIGINT,
    publish_at  BIGINT,
    author_id   BIGINT REFERENCES accounts (id),
    recorded_at BIGINT NOT NULL,
    CONSTRAINT round_plans_whole CHECK ((reply_by IS NULL) = (publish_at IS NULL)),
    CONSTRAINT round_plans_order CHECK (recorded_at < reply_by AND reply_by <= publish_at)
);

CREATE INDEX round_plans_round ON round_plans (round);

CREATE TABLE round_replies (
    id           BIGINT NOT NULL PRIMARY KEY CONSTRAINT round_replies_id CHECK (id >= 1),
    round        TEXT NOT NULL REFERENCES rounds (key),
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    kind         TEXT NOT NULL CONSTRAINT round_replies_kind CHECK (kind IN ('agreed', 'commented', 'disputed')),
    text         TEXT NOT NULL,
    -- public lets everybody read the text once the round is published.
    public       BOOLEAN NOT NULL,
    -- content is the hash of the preview that was replied to.
    content      TEXT NOT NULL CHECK (length(content) = 64),
    author_id    BIGINT REFERENCES accounts (id),
    recorded_at  BIGINT NOT NULL,
    CONSTRAINT round_replies_text CHECK (length(text) <= 4000 AND (kind = 'agreed' OR trim(text) <> '') AND text !~ '[\x01-\x08\x0b-\x1f\x7f]')
);

CREATE INDEX round_replies_round ON round_replies (round, municipality);

-- format is the form of the content. From form 2 on, last_verdict is the verdict
-- recorded last among those that counted, 0 for none, and answers are the answers
-- that counted as they stand in the archive: evidence may be blanked later, and
-- what it was worth then must not change.
ALTER TABLE round_contents ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE round_contents ADD COLUMN last_verdict BIGINT NOT NULL DEFAULT 0;
ALTER TABLE round_contents ADD COLUMN answers BYTEA;

-- +goose StatementBegin
CREATE FUNCTION check_round_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <= (SELECT max(id) FROM round_plans) THEN
        RAISE EXCEPTION 'plan numbers rise' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER round_plans_insert BEFORE INSERT ON round_plans FOR EACH ROW EXECUTE FUNCTION check_round_plan();
CREATE TRIGGER round_plans_change BEFORE UPDATE OR DELETE OR TRUNCATE ON round_plans EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION check_round_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <= (SELECT max(id) FROM round_replies) THEN
        RAISE EXCEPTION 'reply numbers rise' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER round_replies_insert BEFORE INSERT ON round_replies FOR EACH ROW EXECUTE FUNCTION check_round_reply();
CREATE TRIGGER round_replies_change BEFORE UPDATE OR DELETE OR TRUNCATE ON round_replies EXECUTE FUNCTION refuse_change();
