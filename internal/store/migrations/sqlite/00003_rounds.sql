-- Measuring rounds: the steps taken, the content frozen at publication, and
-- the public register of corrections. All of it is append-only.

-- +goose Up

CREATE TABLE rounds (
    key      TEXT NOT NULL PRIMARY KEY CONSTRAINT rounds_key CHECK (length(key) BETWEEN 1 AND 40
        AND key NOT GLOB '*[^a-z0-9-]*' AND key NOT GLOB '-*' AND key NOT GLOB '*-' AND key NOT GLOB '*--*'),
    title_da TEXT NOT NULL,
    title_en TEXT NOT NULL,
    CONSTRAINT rounds_titles CHECK (trim(title_da) <> '' AND trim(title_en) <> ''
        AND length(title_da) <= 120 AND length(title_en) <= 120),
    CONSTRAINT rounds_control_characters CHECK (instr(title_da || title_en, char(0)) = 0
        AND title_da || title_en NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*')
) STRICT, WITHOUT ROWID;

CREATE TABLE round_events (
    id          INTEGER NOT NULL PRIMARY KEY CONSTRAINT round_events_id CHECK (id >= 1),
    round       TEXT    NOT NULL REFERENCES rounds (key),
    kind        TEXT    NOT NULL CONSTRAINT round_events_kind CHECK (kind IN ('opened', 'closed', 'reopened', 'published')),
    cutoff      INTEGER,
    author_id   INTEGER REFERENCES accounts (id),
    recorded_at INTEGER NOT NULL,
    CONSTRAINT round_events_cutoff CHECK ((kind = 'closed') = (cutoff IS NOT NULL)),
    CONSTRAINT round_events_cutoff_past CHECK (cutoff <= recorded_at)
) STRICT;

CREATE INDEX round_events_round ON round_events (round);

-- What a published round holds, byte for byte. Facts with a higher number than
-- the last ones named here came too late to count.
CREATE TABLE round_contents (
    round         TEXT    NOT NULL PRIMARY KEY REFERENCES rounds (key),
    content       BLOB    NOT NULL CHECK (length(content) > 0),
    sha256        TEXT    NOT NULL CHECK (length(sha256) = 64),
    last_status   INTEGER NOT NULL CHECK (last_status >= 0),
    last_document INTEGER NOT NULL CHECK (last_document >= 0)
) STRICT;

-- A correction refers to content, which only a published round has.
CREATE TABLE corrections (
    id           INTEGER NOT NULL PRIMARY KEY CONSTRAINT corrections_id CHECK (id >= 1),
    round        TEXT    NOT NULL REFERENCES round_contents (round),
    municipality INTEGER REFERENCES municipalities (code),
    indicator    TEXT    NOT NULL,
    wrong_da     TEXT    NOT NULL,
    wrong_en     TEXT    NOT NULL,
    right_da     TEXT    NOT NULL,
    right_en     TEXT    NOT NULL,
    author_id    INTEGER REFERENCES accounts (id),
    recorded_at  INTEGER NOT NULL,
    CONSTRAINT corrections_danish CHECK (trim(wrong_da) <> '' AND trim(right_da) <> ''),
    CONSTRAINT corrections_english CHECK ((trim(wrong_en) = '') = (trim(right_en) = '')),
    CONSTRAINT corrections_lengths CHECK (length(wrong_da) <= 2000 AND length(right_da) <= 2000
        AND length(wrong_en) <= 2000 AND length(right_en) <= 2000),
    CONSTRAINT corrections_control_characters CHECK (
        instr(wrong_da || right_da || wrong_en || right_en, char(0)) = 0
        AND wrong_da || right_da || wrong_en || right_en
            NOT GLOB '*[' || char(1) || '-' || char(8) || char(11) || '-' || char(31) || char(127) || ']*')
) STRICT;

CREATE INDEX corrections_round ON corrections (round);

-- What no CHECK can see: one round at a time, steps in their order, numbers
-- and cut-offs that rise.
-- +goose StatementBegin
CREATE TRIGGER rounds_insert BEFORE INSERT ON rounds
BEGIN
    SELECT RAISE(ABORT, 'conflict: there is a round with that key')
        WHERE EXISTS (SELECT 1 FROM rounds WHERE key = NEW.key);
    SELECT RAISE(ABORT, 'conflict: another round is not published yet')
        WHERE EXISTS (SELECT 1 FROM rounds r WHERE NOT EXISTS
            (SELECT 1 FROM round_events e WHERE e.round = r.key AND e.kind = 'published'));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_events_insert BEFORE INSERT ON round_events
BEGIN
    SELECT RAISE(ABORT, 'conflict: event numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM round_events);
    SELECT RAISE(ABORT, 'conflict: the step does not follow the latest')
        WHERE coalesce((SELECT kind FROM round_events WHERE round = NEW.round ORDER BY id DESC LIMIT 1), '') || '>' || NEW.kind
            NOT IN ('>opened', 'opened>closed', 'closed>reopened', 'reopened>closed', 'closed>published');
    SELECT RAISE(ABORT, 'refused: steps are recorded in order of time')
        WHERE NEW.recorded_at < (SELECT max(recorded_at) FROM round_events WHERE round = NEW.round);
    SELECT RAISE(ABORT, 'refused: the cut-off is not after that of the round before')
        FROM round_events e WHERE e.round <> NEW.round AND e.kind = 'closed' AND NEW.cutoff <= e.cutoff
            AND e.id = (SELECT max(id) FROM round_events WHERE round = e.round AND kind = 'closed');
    SELECT RAISE(ABORT, 'refused: a published round has content')
        WHERE NEW.kind = 'published' AND NOT EXISTS (SELECT 1 FROM round_contents WHERE round = NEW.round);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_contents_insert BEFORE INSERT ON round_contents
BEGIN
    SELECT RAISE(ABORT, 'conflict: the round has its content')
        WHERE EXISTS (SELECT 1 FROM round_contents WHERE round = NEW.round);
    SELECT RAISE(ABORT, 'refused: content is frozen at the end of a review')
        WHERE coalesce((SELECT kind FROM round_events WHERE round = NEW.round ORDER BY id DESC LIMIT 1), '') <> 'closed';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER corrections_insert BEFORE INSERT ON corrections
BEGIN
    SELECT RAISE(ABORT, 'conflict: correction numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM corrections);
    SELECT RAISE(ABORT, 'refused: no framework has the indicator')
        WHERE NEW.indicator <> '' AND NOT EXISTS (SELECT 1 FROM indicators WHERE key = NEW.indicator);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER rounds_update BEFORE UPDATE ON rounds
BEGIN
    SELECT RAISE(ABORT, 'refused: rounds are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER rounds_delete BEFORE DELETE ON rounds
BEGIN
    SELECT RAISE(ABORT, 'refused: rounds are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_events_update BEFORE UPDATE ON round_events
BEGIN
    SELECT RAISE(ABORT, 'refused: round events are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_events_delete BEFORE DELETE ON round_events
BEGIN
    SELECT RAISE(ABORT, 'refused: round events are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_contents_update BEFORE UPDATE ON round_contents
BEGIN
    SELECT RAISE(ABORT, 'refused: round contents are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER round_contents_delete BEFORE DELETE ON round_contents
BEGIN
    SELECT RAISE(ABORT, 'refused: round contents are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER corrections_update BEFORE UPDATE ON corrections
BEGIN
    SELECT RAISE(ABORT, 'refused: corrections are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER corrections_delete BEFORE DELETE ON corrections
BEGIN
    SELECT RAISE(ABORT, 'refused: corrections are append-only');
END;
-- +goose StatementEnd
