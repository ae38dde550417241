-- Measuring rounds: the steps taken, the content frozen at publication, and
-- the public register of corrections. All of it is append-only.

-- +goose Up

CREATE TABLE rounds (
    key      TEXT NOT NULL PRIMARY KEY CONSTRAINT rounds_key
        CHECK (length(key) BETWEEN 1 AND 40 AND key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title_da TEXT NOT NULL,
    title_en TEXT NOT NULL,
    CONSTRAINT rounds_titles CHECK (trim(title_da) <> '' AND trim(title_en) <> ''
        AND length(title_da) <= 120 AND length(title_en) <= 120),
    CONSTRAINT rounds_control_characters CHECK (title_da || title_en !~ '[\x01-\x1f\x7f]')
);

CREATE TABLE round_events (
    id          BIGINT NOT NULL PRIMARY KEY CONSTRAINT round_events_id CHECK (id >= 1),
    round       TEXT   NOT NULL REFERENCES rounds (key),
    kind        TEXT   NOT NULL CONSTRAINT round_events_kind CHECK (kind IN ('opened', 'closed', 'reopened', 'published')),
    cutoff      BIGINT,
    author_id   BIGINT REFERENCES accounts (id),
    recorded_at BIGINT NOT NULL,
    CONSTRAINT round_events_cutoff CHECK ((kind = 'closed') = (cutoff IS NOT NULL)),
    CONSTRAINT round_events_cutoff_past CHECK (cutoff <= recorded_at)
);

CREATE INDEX round_events_round ON round_events (round);

-- What a published round holds, byte for byte. Facts with a higher number than
-- the last ones named here came too late to count.
CREATE TABLE round_contents (
    round         TEXT   NOT NULL PRIMARY KEY REFERENCES rounds (key),
    content       BYTEA  NOT NULL CHECK (length(content) > 0),
    sha256        TEXT   NOT NULL CHECK (length(sha256) = 64),
    last_status   BIGINT NOT NULL CHECK (last_status >= 0),
    last_document BIGINT NOT NULL CHECK (last_document >= 0)
);

-- A correction refers to content, which only a published round has.
CREATE TABLE corrections (
    id           BIGINT NOT NULL PRIMARY KEY CONSTRAINT corrections_id CHECK (id >= 1),
    round        TEXT   NOT NULL REFERENCES round_contents (round),
    municipality INTEGER REFERENCES municipalities (code),
    indicator    TEXT   NOT NULL,
    wrong_da     TEXT   NOT NULL,
    wrong_en     TEXT   NOT NULL,
    right_da     TEXT   NOT NULL,
    right_en     TEXT   NOT NULL,
    author_id    BIGINT REFERENCES accounts (id),
    recorded_at  BIGINT NOT NULL,
    CONSTRAINT corrections_danish CHECK (trim(wrong_da) <> '' AND trim(right_da) <> ''),
    CONSTRAINT corrections_english CHECK ((trim(wrong_en) = '') = (trim(right_en) = '')),
    CONSTRAINT corrections_lengths CHECK (length(wrong_da) <= 2000 AND length(right_da) <= 2000
        AND length(wrong_en) <= 2000 AND length(right_en) <= 2000),
    CONSTRAINT corrections_control_characters CHECK (
        wrong_da || right_da || wrong_en || right_en !~ '[\x01-\x08\x0b-\x1f\x7f]')
);

CREATE INDEX corrections_round ON corrections (round);

-- What no CHECK can see: one round at a time, steps in their order, numbers
-- and cut-offs that rise.
-- +goose StatementBegin
CREATE FUNCTION check_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM rounds r WHERE NOT EXISTS
            (SELECT 1 FROM round_events e WHERE e.round = r.key AND e.kind = 'published')) THEN
        RAISE EXCEPTION 'another round is not published yet' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION latest_round_step(key TEXT) RETURNS TEXT LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT kind FROM round_events WHERE round = key ORDER BY id DESC LIMIT 1), '')
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION check_round_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <= (SELECT max(id) FROM round_events) THEN
        RAISE EXCEPTION 'event numbers rise' USING ERRCODE = 'unique_violation';
    END IF;
    IF latest_round_step(NEW.round) || '>' || NEW.kind
            NOT IN ('>opened', 'opened>closed', 'closed>reopened', 'reopened>closed', 'closed>published') THEN
        RAISE EXCEPTION 'the step does not follow the latest' USING ERRCODE = 'unique_violation';
    END IF;
    IF NEW.recorded_at < (SELECT max(recorded_at) FROM round_events WHERE round = NEW.round) THEN
        RAISE EXCEPTION 'steps are recorded in order of time' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM round_events e WHERE e.round <> NEW.round AND e.kind = 'closed' AND NEW.cutoff <= e.cutoff
            AND e.id = (SELECT max(id) FROM round_events WHERE round = e.round AND kind = 'closed')) THEN
        RAISE EXCEPTION 'the cut-off is not after that of the round before' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'published' AND NOT EXISTS (SELECT 1 FROM round_contents WHERE round = NEW.round) THEN
        RAISE EXCEPTION 'a published round has content' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION check_round_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF latest_round_step(NEW.round) <> 'closed' THEN
        RAISE EXCEPTION 'content is frozen at the end of a review' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION check_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <= (SELECT max(id) FROM corrections) THEN
        RAISE EXCEPTION 'correction numbers rise' USING ERRCODE = 'unique_violation';
    END IF;
    IF NEW.indicator <> '' AND NOT EXISTS (SELECT 1 FROM indicators WHERE key = NEW.indicator) THEN
        RAISE EXCEPTION 'no framework has the indicator' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER rounds_insert BEFORE INSERT ON rounds FOR EACH ROW EXECUTE FUNCTION check_round();
CREATE TRIGGER rounds_change BEFORE UPDATE OR DELETE OR TRUNCATE ON rounds EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_events_insert BEFORE INSERT ON round_events FOR EACH ROW EXECUTE FUNCTION check_round_event();
CREATE TRIGGER round_events_change BEFORE UPDATE OR DELETE OR TRUNCATE ON round_events EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_contents_insert BEFORE INSERT ON round_contents FOR EACH ROW EXECUTE FUNCTION check_round_content();
CREATE TRIGGER round_contents_change BEFORE UPDATE OR DELETE OR TRUNCATE ON round_contents EXECUTE FUNCTION refuse_change();
CREATE TRIGGER corrections_insert BEFORE INSERT ON corrections FOR EACH ROW EXECUTE FUNCTION check_correction();
CREATE TRIGGER corrections_change BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections EXECUTE FUNCTION refuse_change();
