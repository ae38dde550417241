-- Who entered a document by hand, and what they wrote for their colleagues.

-- +goose Up

ALTER TABLE documents
    ADD COLUMN author_id BIGINT REFERENCES accounts (id),
    ADD COLUMN comment   TEXT NOT NULL DEFAULT '',
    ADD CONSTRAINT documents_author CHECK (author_id IS NOT NULL OR origin <> 'form'),
    ADD CONSTRAINT documents_comment CHECK (length(comment) <= 2000);
