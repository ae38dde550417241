-- Times are microseconds since 1970-01-01 UTC. Texts that are not there are
-- empty, numbers that are not there are NULL. Rules that the program keeps are
-- kept here too, so that no other road into the file can break them.

-- +goose Up

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('product', 'modenhed');

-- One row, raised first in every transaction that records facts.
CREATE TABLE revision (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL CHECK (number >= 0)
) STRICT;

INSERT INTO revision (id, number) VALUES (1, 0);

CREATE TABLE documents (
    id          INTEGER NOT NULL PRIMARY KEY CHECK (id >= 1),
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    key         TEXT    NOT NULL CHECK (key <> ''),
    content     BLOB    NOT NULL,
    sha256      TEXT    NOT NULL CHECK (length(sha256) = 64),
    origin      TEXT    NOT NULL CHECK (origin IN ('seed', 'form', 'import', 'demo')),
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE INDEX documents_kind_key ON documents (kind, key, origin);

CREATE TABLE municipalities (
    code INTEGER NOT NULL PRIMARY KEY CHECK (code BETWEEN 100 AND 999)
) STRICT;

CREATE TABLE indicators (
    framework      TEXT    NOT NULL CHECK (framework <> ''),
    version        INTEGER NOT NULL CHECK (version >= 1),
    key            TEXT    NOT NULL CHECK (key <> ''),
    type           TEXT    NOT NULL CHECK (type IN ('level', 'percent', 'number', 'days', 'yesno')),
    min            REAL,
    max            REAL,
    not_applicable INTEGER NOT NULL CHECK (not_applicable IN (0, 1)),
    PRIMARY KEY (framework, version, key),
    UNIQUE (framework, version, key, type)
) STRICT;

CREATE TABLE accounts (
    id            INTEGER NOT NULL PRIMARY KEY,
    email         TEXT    NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    role          TEXT    NOT NULL CHECK (role IN ('editor', 'analyst', 'administrator')),
    municipality  INTEGER REFERENCES municipalities (code),
    password_hash TEXT    NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    created_at    INTEGER NOT NULL,
    disabled_at   INTEGER,
    CONSTRAINT accounts_editor_has_municipality CHECK ((role = 'editor') = (municipality IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));

CREATE TABLE sessions (
    token_hash TEXT    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    data       BLOB    NOT NULL,
    account_id INTEGER REFERENCES accounts (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE account_events (
    id          INTEGER NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    account_id  INTEGER NOT NULL REFERENCES accounts (id),
    actor_id    INTEGER REFERENCES accounts (id),
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE statuses (
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
        AND trim(evidence_text) = '' AND evidence_link = '')),
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

CREATE TABLE drafts (
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    indicator    TEXT    NOT NULL CHECK (indicator <> ''),
    fields       TEXT    NOT NULL CHECK (json_valid(fields)),
    author_id    INTEGER NOT NULL REFERENCES accounts (id),
    saved_at     INTEGER NOT NULL,
    PRIMARY KEY (municipality, indicator)
) STRICT, WITHOUT ROWID;

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

-- +goose StatementBegin
CREATE TRIGGER documents_insert BEFORE INSERT ON documents
BEGIN
    SELECT RAISE(ABORT, 'conflict: document numbers rise')
        WHERE NEW.id <= (SELECT max(id) FROM documents);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER documents_update BEFORE UPDATE ON documents
BEGIN
    SELECT RAISE(ABORT, 'refused: documents are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER documents_delete BEFORE DELETE ON documents
BEGIN
    SELECT RAISE(ABORT, 'refused: documents are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER account_events_insert BEFORE INSERT ON account_events
BEGIN
    SELECT RAISE(ABORT, 'conflict: event numbers rise')
        WHERE NEW.id BETWEEN 0 AND (SELECT max(id) FROM account_events);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER account_events_update BEFORE UPDATE ON account_events
BEGIN
    SELECT RAISE(ABORT, 'refused: account events are append-only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER account_events_delete BEFORE DELETE ON account_events
BEGIN
    SELECT RAISE(ABORT, 'refused: account events are append-only');
END;
-- +goose StatementEnd
