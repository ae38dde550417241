-- People in municipalities: their language, the invitation of those who have not
-- chosen a password yet, and the letters that wait to be sent.

-- +goose Up

ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT ''
    CONSTRAINT accounts_language CHECK (language IN ('', 'da', 'en'));

-- welcomed_at is when the first walk through the pages was done; 0 before.
ALTER TABLE accounts ADD COLUMN welcomed_at BIGINT NOT NULL DEFAULT 0;

-- Of an invitation only a hash is kept.
CREATE TABLE invitations (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT NOT NULL CONSTRAINT invitations_token UNIQUE CHECK (length(token_hash) = 64),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE letters (
    id            BIGINT NOT NULL PRIMARY KEY CONSTRAINT letters_id CHECK (id >= 1),
    -- round is the measuring round a letter is about, NULL for none.
    round         TEXT REFERENCES rounds (key),
    -- kind says what it is about: invitation, reminder, question, preview, publication, …
    kind          TEXT NOT NULL CHECK (kind <> ''),
    account_id    BIGINT NOT NULL REFERENCES accounts (id),
    language      TEXT NOT NULL CHECK (language IN ('da', 'en')),
    subject       TEXT NOT NULL CHECK (subject <> ''),
    -- body has a placeholder where a personal link goes in as it is sent.
    body          TEXT NOT NULL,
    state         TEXT NOT NULL CONSTRAINT letters_state CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'by_hand')),
    failure       TEXT NOT NULL CHECK (length(failure) <= 300),
    claimed_until BIGINT NOT NULL,
    author_id     BIGINT REFERENCES accounts (id),
    recorded_at   BIGINT NOT NULL,
    settled_at    BIGINT NOT NULL
);

CREATE INDEX letters_due ON letters (state) WHERE state IN ('pending', 'sending');
CREATE INDEX letters_round ON letters (round);
