-- People in municipalities: their language, the invitation of those who have not
-- chosen a password yet, and the letters that wait to be sent.

-- +goose Up

ALTER TABLE accounts ADD COLUMN language TEXT NOT NULL DEFAULT ''
    CONSTRAINT accounts_language CHECK (language IN ('', 'da', 'en'));

-- invited_at is when somebody was let in who has no password of their own yet;
-- 0 once they have chosen one.
ALTER TABLE accounts ADD COLUMN invited_at INTEGER NOT NULL DEFAULT 0;

-- welcomed_at is when the first walk through the pages was done; 0 before.
ALTER TABLE accounts ADD COLUMN welcomed_at INTEGER NOT NULL DEFAULT 0;

-- Of an invitation only a hash is kept.
CREATE TABLE invitations (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    token_hash TEXT NOT NULL CONSTRAINT invitations_token UNIQUE CHECK (length(token_hash) = 64),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE letters (
    id            INTEGER NOT NULL PRIMARY KEY CONSTRAINT letters_id CHECK (id >= 1),
    -- round is the measuring round a letter is about, NULL for none.
    round         TEXT REFERENCES rounds (key),
    -- kind says what it is about: invitation, round_opened, reminder, question, preview_open, published.
    kind          TEXT NOT NULL CHECK (kind <> ''),
    account_id    INTEGER NOT NULL REFERENCES accounts (id),
    language      TEXT NOT NULL CHECK (language IN ('da', 'en')),
    subject       TEXT NOT NULL CHECK (subject <> ''),
    -- body has a placeholder where a personal link goes in as it is sent.
    body          TEXT NOT NULL,
    state         TEXT NOT NULL CONSTRAINT letters_state CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'by_hand')),
    failure       TEXT NOT NULL CHECK (length(failure) <= 300),
    -- claimed_until is until when a letter is not due: because somebody sends it,
    -- or because it is to wait.
    claimed_until INTEGER NOT NULL,
    author_id     INTEGER REFERENCES accounts (id),
    recorded_at   INTEGER NOT NULL,
    -- settled_at is when it was sent, by mail or by hand, or given up; 0 before.
    settled_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX letters_due ON letters (state) WHERE state IN ('pending', 'sending');
CREATE INDEX letters_round ON letters (round);

-- Of what has not gone out yet, nobody gets the same twice.
CREATE UNIQUE INDEX letters_waiting ON letters (account_id, kind, coalesce(round, ''))
    WHERE state IN ('pending', 'by_hand') AND settled_at = 0;
