-- Who entered a document by hand, and what they wrote for their colleagues.

-- +goose Up

ALTER TABLE documents ADD COLUMN author_id INTEGER REFERENCES accounts (id)
    CONSTRAINT documents_author CHECK (author_id IS NOT NULL OR origin <> 'form');

ALTER TABLE documents ADD COLUMN comment TEXT NOT NULL DEFAULT ''
    CONSTRAINT documents_comment CHECK (length(comment) <= 2000);
