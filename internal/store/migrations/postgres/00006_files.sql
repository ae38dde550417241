-- Files as evidence. A file is kept once, by the digest of its bytes, and named
-- by every status that rests on it. It is evidence enough for the highest level.

-- +goose Up

-- files counts the rows of status_files.
ALTER TABLE statuses ADD COLUMN files INTEGER NOT NULL DEFAULT 0 CONSTRAINT statuses_files CHECK (files BETWEEN 0 AND 5);

ALTER TABLE statuses DROP CONSTRAINT statuses_level_evidence;

ALTER TABLE statuses ADD CONSTRAINT statuses_level_evidence CHECK (NOT (type = 'level' AND state = 'reported' AND value = 5
    AND trim(evidence_text) = '' AND evidence_link = '' AND files = 0));

CREATE TABLE files (
    sha256     TEXT    NOT NULL PRIMARY KEY CONSTRAINT files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type TEXT    NOT NULL CHECK (media_type <> ''),
    size       INTEGER NOT NULL CONSTRAINT files_size CHECK (size BETWEEN 1 AND 10485760),
    content    BYTEA   NOT NULL,
    stored_at  BIGINT  NOT NULL,
    CONSTRAINT files_content CHECK (length(content) = size)
);

-- Whose files they are, under the name last given. A file is read and counted
-- as its municipality's, and goes when nothing has referred to it for long.
CREATE TABLE municipality_files (
    municipality INTEGER NOT NULL REFERENCES municipalities (code),
    sha256       TEXT    NOT NULL REFERENCES files (sha256),
    name         TEXT    NOT NULL CONSTRAINT municipality_files_name CHECK (length(name) BETWEEN 1 AND 200
        AND name !~ '[\x01-\x1f\x7f/\\]'),
    kept_at      BIGINT  NOT NULL,
    PRIMARY KEY (municipality, sha256)
);

CREATE INDEX municipality_files_sha256 ON municipality_files (sha256);

CREATE TABLE status_files (
    status   BIGINT  NOT NULL REFERENCES statuses (id),
    position INTEGER NOT NULL CONSTRAINT status_files_position CHECK (position BETWEEN 1 AND 5),
    sha256   TEXT    NOT NULL REFERENCES files (sha256),
    name     TEXT    NOT NULL CONSTRAINT status_files_name CHECK (length(name) BETWEEN 1 AND 200
        AND name !~ '[\x01-\x1f\x7f/\\]'),
    public   BOOLEAN NOT NULL,
    PRIMARY KEY (status, position),
    CONSTRAINT status_files_once UNIQUE (status, sha256)
);

CREATE INDEX status_files_sha256 ON status_files (sha256);

-- Files that belong to what is being typed (JSON).
ALTER TABLE drafts ADD COLUMN files TEXT NOT NULL DEFAULT '[]' CHECK (files::json IS NOT NULL);

-- +goose StatementBegin
CREATE FUNCTION check_status_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.position > (SELECT files FROM statuses WHERE id = NEW.status) THEN
        RAISE EXCEPTION 'the status has no such file' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM municipality_files f JOIN statuses s ON s.municipality = f.municipality
        WHERE s.id = NEW.status AND f.sha256 = NEW.sha256) THEN
        RAISE EXCEPTION 'the file is not the municipality''s' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION keep_file_of_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM status_files f JOIN statuses s ON s.id = f.status
        WHERE f.sha256 = OLD.sha256 AND s.municipality = OLD.municipality) THEN
        RAISE EXCEPTION 'a status rests on the file' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER status_files_insert BEFORE INSERT ON status_files FOR EACH ROW EXECUTE FUNCTION check_status_file();
CREATE TRIGGER status_files_change BEFORE UPDATE OR DELETE OR TRUNCATE ON status_files EXECUTE FUNCTION refuse_change();
CREATE TRIGGER files_update BEFORE UPDATE ON files EXECUTE FUNCTION refuse_change();
CREATE TRIGGER municipality_files_delete BEFORE DELETE ON municipality_files FOR EACH ROW EXECUTE FUNCTION keep_file_of_status();
