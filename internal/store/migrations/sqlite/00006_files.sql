-- Files as evidence. A file is kept once, by the digest of its bytes, and named
-- by every status that rests on it. The table of statuses is made anew, because
-- a file is evidence enough for the highest level.

-- +goose Up

CREATE TABLE statuses_with_files (
    id                INTEGER NOT NULL PRIMARY KEY CONSTRAINT statuses_id CHECK (id >= 1),
    municipality      INTEGER NOT NULL REFERENCES municipalities (code),
    framework         TEXT    NOT NULL,
    framework_version INTEGER NOT NULL,
    indicator         TEXT    NOT NULL,
    type              TEXT    NOT NULL,
    revision          INTEGER NOT NULL CONSTRAINT statuses_revision_from_1 CHECK (revision >= 1),
    state             TEXT    NOT NULL CONSTRAINT statuses_state
        CHECK (state IN ('not_answered', 'dont_know', 'not_applicable', 'reported')),
    value             REAL,
    reason            TEXT    NOT NULL,
    evidence_text     TEXT    NOT NULL,
    evidence_link     TEXT    NOT NULL,
    evidence_public   INTEGER NOT NULL CONSTRAINT statuses_evidence_public CHECK (evidence_public IN (0, 1)),
    -- files counts the rows of status_files.
    files             INTEGER NOT NULL DEFAULT 0 CONSTRAINT statuses_files CHECK (files BETWEEN 0 AND 5),
    comment           TEXT    NOT NULL,
    source            TEXT    NOT NULL CONSTRAINT statuses_source CHECK (source IN ('self', 'desk')),
    channel           TEXT    NOT NULL CONSTRAINT statuses_channel
        CHECK (channel IN ('form', 'workbook', 'import', 'api', 'demo')),
    author_id         INTEGER REFERENCES accounts (id),
    recorded_at       INTEGER NOT NULL,
    CONSTRAINT statuses_revision UNIQUE (municipality, indicator, source, revision),
    CONSTRAINT statuses_indicator FOREIGN KEY (framework, framework_version, indicator, type)
        REFERENCES indicators (framework, version, key, type),
    CONSTRAINT statuses_value_iff_reported CHECK ((state = 'reported') = (value IS NOT NULL)),
    CONSTRAINT statuses_value_finite CHECK (value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
    CONSTRAINT statuses_level CHECK (type <> 'level' OR value IN (0, 1, 2, 3, 4, 5)),
    CONSTRAINT statuses_percent CHECK (type <> 'percent' OR (value BETWEEN 0 AND 100 AND value = round(value, 1))),
    CONSTRAINT statuses_days CHECK (type <> 'days' OR (value >= 0 AND value = round(value))),
    CONSTRAINT statuses_yesno CHECK (type <> 'yesno' OR value IN (0, 1)),
    CONSTRAINT statuses_reason CHECK ((state = 'not_applicable') = (trim(reason) <> '')),
    CONSTRAINT statuses_level_evidence CHECK (NOT (type = 'level' AND state = 'reported' AND value = 5
        AND trim(evidence_text) = '' AND evidence_link = '' AND files = 0)),
    CONSTRAINT statuses_desk_link CHECK (source <> 'desk' OR state = 'not_answered' OR evidence_link <> ''),
    CONSTRAINT statuses_link CHECK (evidence_link = ''
        OR ((evidence_link GLOB 'http://?*' OR evidence_link GLOB 'https://?*') AND instr(evidence_link, ' ') = 0)),
    CONSTRAINT statuses_lengths CHECK (length(reason) <= 500 AND length(evidence_text) <= 2000
        AND length(evidence_link) <= 2000 AND length(comment) <= 2000),
    CONSTRAINT statuses_control_characters CHECK (
        instr(reason || evidence_text || evidence_link || comment, char(0)) = 0
        AND reason || evidence_text || evidence_link || comment
            NOT GLOB '*[' || char(1) || '-' || char(8) || char(11) || '-' || char(31) || char(127) || ']*'
        AND evidence_link NOT GLOB '*[' || char(9) || char(10) || ']*'),
    CONSTRAINT statuses_author CHECK (author_id IS NOT NULL OR channel IN ('import', 'api', 'demo'))
) STRICT;

INSERT INTO statuses_with_files (id, municipality, framework, framework_version, indicator, type, revision, state, value, reason,
    evidence_text, evidence_link, evidence_public, comment, source, channel, author_id, recorded_at)
SELECT id, municipality, framework, framework_version, indicator, type, revision, state, value, reason,
    evidence_text, evidence_link, evidence_public, comment, source, channel, author_id, recorded_at
FROM statuses ORDER BY id;

DROP TABLE statuses;

ALTER TABLE statuses_with_files RENAME TO statuses;

-- What no CHECK can see: numbers rise (INSERT OR REPLACE would delete unseen),
-- revisions follow each other, and the indicator allows the answer.
-- +goose StatementBegin
CREATE TRIGGER statuses_insert BEFORE INSERT ON statuses
BEGIN
    SELECT RAISE(ABORT, 'conflict: status numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM statuses);
    SELECT RAISE(ABORT, 'conflict: the revision is taken or does not follow the latest')
        WHERE NEW.revision <> 1 + (SELECT coalesce(max(revision), 0) FROM statuses
            WHERE municipality = NEW.municipality AND indicator = NEW.indicator AND source = NEW.source);
    SELECT RAISE(ABORT, 'refused: the indicator does not allow this answer')
        FROM indicators
        WHERE framework = NEW.framework AND version = NEW.framework_version AND key = NEW.indicator
            AND (NEW.value < min OR NEW.value > max OR (NEW.state = 'not_applicable' AND not_applicable = 0));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER statuses_update BEFORE UPDATE ON statuses
BEGIN
    SELECT RAISE(ABORT, 'refused: statuses are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER statuses_delete BEFORE DELETE ON statuses
BEGIN
    SELECT RAISE(ABORT, 'refused: statuses are append-only');
END;
-- +goose StatementEnd

CREATE TABLE files (
    sha256     TEXT    NOT NULL PRIMARY KEY CONSTRAINT files_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    media_type TEXT    NOT NULL CHECK (media_type <> ''),
    size       INTEGER NOT NULL CONSTRAINT files_size CHECK (size BETWEEN 1 AND 10485760),
    content    BLOB    NOT NULL,
    stored_at  INTEGER NOT NULL,
    CONSTRAINT files_content CHECK (length(content) = size)
) STRICT;

-- Whose files they are, under the name last given. A file is read and counted
-- as its municipality's, and goes when nothing has referred to it for long.
CREATE TABLE municipality_files (
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    sha256       TEXT    NOT NULL REFERENCES files (sha256),
    name         TEXT    NOT NULL CONSTRAINT municipality_files_name CHECK (length(name) BETWEEN 1 AND 200
        AND instr(name, char(0)) = 0 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || '/\]*'),
    kept_at      INTEGER NOT NULL,
    PRIMARY KEY (municipality, sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX municipality_files_sha256 ON municipality_files (sha256);

CREATE TABLE status_files (
    status   INTEGER NOT NULL REFERENCES statuses (id),
    position INTEGER NOT NULL CONSTRAINT status_files_position CHECK (position BETWEEN 1 AND 5),
    sha256   TEXT    NOT NULL REFERENCES files (sha256),
    name     TEXT    NOT NULL CONSTRAINT status_files_name CHECK (length(name) BETWEEN 1 AND 200
        AND instr(name, char(0)) = 0 AND name NOT GLOB '*[' || char(1) || '-' || char(31) || char(127) || '/\]*'),
    public   INTEGER NOT NULL CHECK (public IN (0, 1)),
    PRIMARY KEY (status, position),
    CONSTRAINT status_files_once UNIQUE (status, sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX status_files_sha256 ON status_files (sha256);

-- Files that belong to what is being typed (JSON).
ALTER TABLE drafts ADD COLUMN files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files));

-- +goose StatementBegin
CREATE TRIGGER status_files_insert BEFORE INSERT ON status_files
BEGIN
    SELECT RAISE(ABORT, 'refused: the status has no such file')
        WHERE NEW.position > (SELECT files FROM statuses WHERE id = NEW.status);
    SELECT RAISE(ABORT, 'refused: the file is not the municipality''s')
        WHERE NOT EXISTS (SELECT 1 FROM municipality_files f JOIN statuses s ON s.municipality = f.municipality
            WHERE s.id = NEW.status AND f.sha256 = NEW.sha256);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER status_files_update BEFORE UPDATE ON status_files
BEGIN
    SELECT RAISE(ABORT, 'refused: files of statuses are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER status_files_delete BEFORE DELETE ON status_files
BEGIN
    SELECT RAISE(ABORT, 'refused: files of statuses are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER municipality_files_delete BEFORE DELETE ON municipality_files
BEGIN
    SELECT RAISE(ABORT, 'refused: a status rests on the file')
        WHERE EXISTS (SELECT 1 FROM status_files f JOIN statuses s ON s.id = f.status
            WHERE f.sha256 = OLD.sha256 AND s.municipality = OLD.municipality);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER files_update BEFORE UPDATE ON files
BEGIN
    SELECT RAISE(ABORT, 'refused: files do not change');
END;
-- +goose StatementEnd
