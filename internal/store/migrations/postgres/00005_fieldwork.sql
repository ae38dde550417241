-- Collecting answers: who is invited, the links they got, and what was answered.
-- Who has answered is in none of the tables any more: the answer takes the place
-- of the contact and the links, under a random key that is changed with the next
-- answer. Ballots have no number and no time; all ballots of a wave are written
-- anew, in the order of their new keys, with every answer, so that neither xmin
-- nor ctid tells which came when.

-- +goose Up

CREATE TABLE fieldworks (
    wave        TEXT    NOT NULL PRIMARY KEY CHECK (wave <> ''),
    state       TEXT    NOT NULL CONSTRAINT fieldworks_state CHECK (state IN ('draft', 'open', 'stopped', 'closed')),
    -- columns are the names of what is known of contacts beside municipality and party (JSON).
    columns     TEXT    NOT NULL,
    minimum     INTEGER NOT NULL CONSTRAINT fieldworks_minimum CHECK (minimum >= 5),
    keep_months INTEGER NOT NULL CONSTRAINT fieldworks_keep_months CHECK (keep_months BETWEEN 1 AND 120),
    closes_at   BIGINT  NOT NULL,
    -- since is when the state began; of a draft, when it was saved last.
    since       BIGINT  NOT NULL,
    invited     INTEGER NOT NULL CONSTRAINT fieldworks_invited CHECK (invited >= 0),
    -- delivery is how links go out; mailings counts how often, mailed_at is the last time.
    delivery    TEXT    NOT NULL CONSTRAINT fieldworks_delivery CHECK (delivery IN ('', 'mail', 'list')),
    mailings    INTEGER NOT NULL CHECK (mailings >= 0),
    mailed_at   BIGINT  NOT NULL,
    base_url    TEXT    NOT NULL,
    subject_da  TEXT    NOT NULL,
    body_da     TEXT    NOT NULL,
    subject_en  TEXT    NOT NULL,
    body_en     TEXT    NOT NULL,
    author_id   BIGINT  REFERENCES accounts (id)
);

-- How many were invited, by party and by region: numbers, taken at the opening.
CREATE TABLE fieldwork_counts (
    wave    TEXT    NOT NULL REFERENCES fieldworks (wave) ON DELETE CASCADE,
    kind    TEXT    NOT NULL CHECK (kind IN ('party', 'region')),
    key     TEXT    NOT NULL,
    invited INTEGER NOT NULL CHECK (invited >= 0),
    PRIMARY KEY (wave, kind, key)
);

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
    reached       BOOLEAN NOT NULL,
    failure       TEXT    NOT NULL CHECK (length(failure) <= 300),
    claimed_until BIGINT  NOT NULL,
    PRIMARY KEY (wave, key),
    CONSTRAINT fieldwork_contacts_email UNIQUE (wave, email)
);

-- Of a link only a hash is kept. A reminder brings a further one.
CREATE TABLE fieldwork_links (
    hash    TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    wave    TEXT NOT NULL,
    contact TEXT NOT NULL,
    FOREIGN KEY (wave, contact) REFERENCES fieldwork_contacts (wave, key) ON DELETE CASCADE
);

CREATE INDEX fieldwork_links_contact ON fieldwork_links (wave, contact);

CREATE TABLE fieldwork_ballots (
    wave         TEXT    NOT NULL REFERENCES fieldworks (wave) ON DELETE CASCADE,
    key          TEXT    NOT NULL CHECK (length(key) = 32),
    municipality INTEGER NOT NULL,
    party        TEXT    NOT NULL CHECK (party <> ''),
    traits       TEXT    NOT NULL,
    answers      TEXT    NOT NULL,
    PRIMARY KEY (wave, key)
);

-- What was promised at the opening holds, and nothing about persons outlives it.
-- +goose StatementBegin
CREATE FUNCTION check_fieldwork() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'a fieldwork that is closed does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF OLD.state || '>' || NEW.state NOT IN ('draft>draft', 'draft>open', 'open>open', 'open>stopped', 'open>closed',
            'stopped>stopped', 'stopped>closed') THEN
        RAISE EXCEPTION 'a fieldwork goes from draft to open, stopped and closed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.wave <> OLD.wave OR OLD.state <> 'draft' AND (NEW.keep_months <> OLD.keep_months OR NEW.minimum < OLD.minimum
            OR NEW.columns <> OLD.columns OR NEW.invited <> OLD.invited) THEN
        RAISE EXCEPTION 'the terms were fixed at the opening' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('stopped', 'closed') AND EXISTS (SELECT 1 FROM fieldwork_contacts WHERE wave = NEW.wave) THEN
        RAISE EXCEPTION 'contacts and links are deleted first' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'closed' AND EXISTS (SELECT 1 FROM fieldwork_ballots WHERE wave = NEW.wave) THEN
        RAISE EXCEPTION 'ballots are deleted first' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION check_fieldwork_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM fieldworks WHERE wave = NEW.wave AND state = 'draft') THEN
        RAISE EXCEPTION 'contacts come before the opening' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION check_fieldwork_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM fieldworks WHERE wave = NEW.wave AND state = 'open') THEN
        RAISE EXCEPTION 'answers come while the fieldwork is open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER fieldworks_change BEFORE UPDATE OR DELETE ON fieldworks FOR EACH ROW EXECUTE FUNCTION check_fieldwork();
CREATE TRIGGER fieldwork_contacts_insert BEFORE INSERT ON fieldwork_contacts FOR EACH ROW EXECUTE FUNCTION check_fieldwork_contact();
CREATE TRIGGER fieldwork_ballots_insert BEFORE INSERT ON fieldwork_ballots FOR EACH ROW EXECUTE FUNCTION check_fieldwork_ballot();
