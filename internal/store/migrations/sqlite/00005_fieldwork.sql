-- Collecting answers: who is invited, the links they got, and what was answered.
-- Who has answered is in none of the tables any more: the answer takes the place
-- of the contact and the links, under a random key that is changed with the next
-- answer. Ballots have no number, no time and, without a rowid, no order but
-- that of their keys.

-- +goose Up

CREATE TABLE fieldworks (
    wave        TEXT    NOT NULL PRIMARY KEY CHECK (wave <> ''),
    state       TEXT    NOT NULL CONSTRAINT fieldworks_state CHECK (state IN ('draft', 'open', 'stopped', 'closed')),
    -- columns are the names of what is known of contacts beside municipality and party (JSON).
    columns     TEXT    NOT NULL,
    minimum     INTEGER NOT NULL CONSTRAINT fieldworks_minimum CHECK (minimum >= 5),
    keep_months INTEGER NOT NULL CONSTRAINT fieldworks_keep_months CHECK (keep_months BETWEEN 1 AND 120),
    closes_at   INTEGER NOT NULL,
    -- since is when the state began; of a draft, when it was saved last.
    since       INTEGER NOT NULL,
    invited     INTEGER NOT NULL CONSTRAINT fieldworks_invited CHECK (invited >= 0),
    -- delivery is how links go out; mailings counts how often, mailed_at is the last time.
    delivery    TEXT    NOT NULL CONSTRAINT fieldworks_delivery CHECK (delivery IN ('', 'mail', 'list')),
    mailings    INTEGER NOT NULL CHECK (mailings >= 0),
    mailed_at   INTEGER NOT NULL,
    base_url    TEXT    NOT NULL,
    subject_da  TEXT    NOT NULL,
    body_da     TEXT    NOT NULL,
    subject_en  TEXT    NOT NULL,
    body_en     TEXT    NOT NULL,
    author_id   INTEGER REFERENCES accounts (id)
) STRICT, WITHOUT ROWID;

-- How many were invited, by party and by region: numbers, taken at the opening.
CREATE TABLE fieldwork_counts (
    wave    TEXT    NOT NULL REFERENCES fieldworks (wave) ON DELETE CASCADE,
    kind    TEXT    NOT NULL CHECK (kind IN ('party', 'region')),
    key     TEXT    NOT NULL,
    invited INTEGER NOT NULL CHECK (invited >= 0),
    PRIMARY KEY (wave, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE fieldwork_contacts (
    wave          TEXT    NOT NULL REFERENCES fieldworks (wave) ON DELETE CASCADE,
    key           TEXT    NOT NULL CHECK (length(key) = 32),
    municipality  INTEGER NOT NULL,
    party         TEXT    NOT NULL CHECK (party <> ''),
    traits        TEXT    NOT NULL,
    email         TEXT    NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    lang          TEXT    NOT NULL CHECK (lang IN ('', 'da', 'en')),
    -- state is that of the mail; reached means that a link has gone out.
    state         TEXT    NOT NULL CHECK (state IN ('', 'pending', 'sending', 'sent', 'failed')),
    reached       INTEGER NOT NULL CHECK (reached IN (0, 1)),
    failure       TEXT    NOT NULL CHECK (length(failure) <= 300),
    claimed_until INTEGER NOT NULL,
    PRIMARY KEY (wave, key),
    CONSTRAINT fieldwork_contacts_email UNIQUE (wave, email)
) STRICT, WITHOUT ROWID;

-- Of a link only a hash is kept. A reminder brings a further one.
CREATE TABLE fieldwork_links (
    hash    TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    wave    TEXT NOT NULL,
    contact TEXT NOT NULL,
    FOREIGN KEY (wave, contact) REFERENCES fieldwork_contacts (wave, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX fieldwork_links_contact ON fieldwork_links (wave, contact);

CREATE TABLE fieldwork_ballots (
    wave         TEXT    NOT NULL REFERENCES fieldworks (wave) ON DELETE CASCADE,
    key          TEXT    NOT NULL CHECK (length(key) = 32),
    municipality INTEGER NOT NULL,
    party        TEXT    NOT NULL CHECK (party <> ''),
    traits       TEXT    NOT NULL,
    answers      TEXT    NOT NULL,
    PRIMARY KEY (wave, key)
) STRICT, WITHOUT ROWID;

-- What was promised at the opening holds, and nothing about persons outlives it.
-- +goose StatementBegin
CREATE TRIGGER fieldworks_update BEFORE UPDATE ON fieldworks
BEGIN
    SELECT RAISE(ABORT, 'refused: a fieldwork that is closed does not change')
        WHERE OLD.state = 'closed';
    SELECT RAISE(ABORT, 'refused: a fieldwork goes from draft to open, stopped and closed')
        WHERE OLD.state || '>' || NEW.state NOT IN ('draft>draft', 'draft>open', 'open>open', 'open>stopped', 'open>closed',
            'stopped>stopped', 'stopped>closed');
    SELECT RAISE(ABORT, 'refused: the terms were fixed at the opening')
        WHERE NEW.wave <> OLD.wave OR OLD.state <> 'draft' AND (NEW.keep_months <> OLD.keep_months OR NEW.minimum < OLD.minimum
            OR NEW.columns <> OLD.columns OR NEW.invited <> OLD.invited);
    SELECT RAISE(ABORT, 'refused: contacts and links are deleted first')
        WHERE NEW.state IN ('stopped', 'closed') AND EXISTS (SELECT 1 FROM fieldwork_contacts WHERE wave = NEW.wave);
    SELECT RAISE(ABORT, 'refused: ballots are deleted first')
        WHERE NEW.state = 'closed' AND EXISTS (SELECT 1 FROM fieldwork_ballots WHERE wave = NEW.wave);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER fieldworks_delete BEFORE DELETE ON fieldworks WHEN OLD.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'refused: a fieldwork that is closed does not change');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER fieldwork_contacts_insert BEFORE INSERT ON fieldwork_contacts
WHEN NOT EXISTS (SELECT 1 FROM fieldworks WHERE wave = NEW.wave AND state = 'draft')
BEGIN
    SELECT RAISE(ABORT, 'refused: contacts come before the opening');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER fieldwork_ballots_insert BEFORE INSERT ON fieldwork_ballots
WHEN NOT EXISTS (SELECT 1 FROM fieldworks WHERE wave = NEW.wave AND state = 'open')
BEGIN
    SELECT RAISE(ABORT, 'refused: answers come while the fieldwork is open');
END;
-- +goose StatementEnd
