-- Single answers to a survey are not kept for ever: a document of responses may
-- be reduced, once, to the figures that were made of them.

-- +goose Up

DROP TRIGGER documents_change ON documents;

-- +goose StatementBegin
CREATE FUNCTION check_reduction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.kind = 'responses' AND substr(OLD.content, 1, 1) <> '\x7b' AND substr(NEW.content, 1, 1) = '\x7b'
        AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.key = OLD.key AND NEW.origin = OLD.origin
        AND NEW.recorded_at = OLD.recorded_at AND NEW.author_id IS NOT DISTINCT FROM OLD.author_id
        AND NEW.comment = OLD.comment) THEN
        RAISE EXCEPTION 'documents are append-only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER documents_update BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION check_reduction();
CREATE TRIGGER documents_change BEFORE DELETE OR TRUNCATE ON documents EXECUTE FUNCTION refuse_change();
