-- Single answers to a survey are not kept for ever: a document of responses may
-- be reduced, once, to the figures that were made of them.

-- +goose Up

DROP TRIGGER documents_update;

-- +goose StatementBegin
CREATE TRIGGER documents_update BEFORE UPDATE ON documents
WHEN NOT (OLD.kind = 'responses' AND substr(CAST(OLD.content AS TEXT), 1, 1) <> '{'
    AND substr(CAST(NEW.content AS TEXT), 1, 1) = '{'
    AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.key = OLD.key AND NEW.origin = OLD.origin
    AND NEW.recorded_at = OLD.recorded_at AND NEW.author_id IS OLD.author_id AND NEW.comment = OLD.comment)
BEGIN
    SELECT RAISE(ABORT, 'refused: documents are append-only');
END;
-- +goose StatementEnd
