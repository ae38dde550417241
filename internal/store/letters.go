package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/account"
	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
)

// MunicipalContacts returns those to whom letters go; see [letter.Store].
func (s *Store) MunicipalContacts(ctx context.Context) ([]letter.Contact, error) {
	var rows []accountRow
	err := s.read.WithContext(ctx).Where("role = 'editor' AND disabled_at IS NULL").Order("municipality, email").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", translate(err))
	}
	contacts := make([]letter.Contact, len(rows))
	for i, row := range rows {
		contacts[i] = contactOf(row.account())
	}
	return contacts, nil
}

func contactOf(a account.Account) letter.Contact {
	return letter.Contact{
		Account: a.ID, Email: a.Email, Municipality: a.Municipality,
		Language: letter.LanguageOf(a.Language), Invited: !a.InvitedAt.IsZero(),
	}
}

// roundColumn is the key of a round as it is kept; none is NULL.
func roundColumn(key round.Key) *string {
	if key == "" {
		return nil
	}
	text := string(key)
	return &text
}

// later returns a time as it is stored, the zero time as 0.
func later(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return moment(t)
}

// QueueLetters keeps letters; see [letter.Store]. The index of those that wait
// leaves out what two who write at the same time would both queue.
func (s *Store) QueueLetters(ctx context.Context, letters []letter.Letter, since time.Time) (queued int, err error) {
	bound := int64(math.MaxInt64)
	if !since.IsZero() {
		bound = moment(since)
	}
	err = s.transact(ctx, func(tx *gorm.DB) error {
		for _, l := range letters {
			key := roundColumn(l.Round)
			kept := tx.Exec(`INSERT INTO letters (round, kind, account_id, language, subject, body, state, failure, claimed_until, author_id, recorded_at, settled_at)
				SELECT ?, ?, id, ?, ?, ?, ?, '', ?, ?, ?, 0 FROM accounts WHERE id = ? AND NOT EXISTS (
					SELECT 1 FROM letters l WHERE l.account_id = accounts.id AND l.kind = ? AND coalesce(l.round, '') = ? AND l.recorded_at >= ?)
				ON CONFLICT DO NOTHING`,
				key, string(l.Kind), l.Language, l.Subject, l.Body, string(l.State), later(l.DueAt), author(l.Author), moment(l.RecordedAt),
				int64(l.Account), string(l.Kind), string(l.Round), bound)
			if kept.Error != nil {
				return kept.Error
			}
			queued += int(kept.RowsAffected)
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("queue letters: %w", err)
	}
	return queued, nil
}

// addressedColumns are those that [scanAddressed] reads.
const addressedColumns = `SELECT l.id, coalesce(l.round, ''), l.kind, l.language, l.subject, l.body, l.state, l.failure,
	l.claimed_until, coalesce(l.author_id, 0), l.recorded_at, l.settled_at,
	a.id, a.email, coalesce(a.municipality, 0), a.invited_at, coalesce(a.disabled_at, 0)
	FROM letters l JOIN accounts a ON a.id = l.account_id `

// scanner is a row to be read.
type scanner interface{ Scan(targets ...any) error }

func scanAddressed(row scanner) (a letter.Addressed, err error) {
	var due, recorded, settled, invited, closed, code int64
	err = row.Scan(&a.ID, &a.Round, &a.Kind, &a.Language, &a.Subject, &a.Body, &a.State, &a.Failure,
		&due, &a.Author, &recorded, &settled, &a.Account, &a.To.Email, &code, &invited, &closed)
	a.DueAt, a.RecordedAt = instant(due), instant(recorded)
	if settled != 0 {
		a.SettledAt = instant(settled)
	}
	a.To.Account, a.To.Municipality, a.To.Language = a.Account, municipality.Code(code), a.Language
	a.To.Invited, a.Closed = invited != 0, closed != 0
	return a, err
}

// Letters returns the letters about a round; see [letter.Store].
func (s *Store) Letters(ctx context.Context, key round.Key) (letters []letter.Addressed, err error) {
	err = s.each(ctx, addressedColumns+"WHERE coalesce(l.round, '') = $1 ORDER BY l.id", func(rows *sql.Rows) error {
		a, err := scanAddressed(rows)
		letters = append(letters, a)
		return err
	}, string(key))
	return letters, err
}

// dueLetter is what makes a letter due, or its claim run out.
const dueLetter = "state IN ('pending', 'sending') AND claimed_until <= ?"

// NextLetter claims a letter; see [letter.Store].
func (s *Store) NextLetter(ctx context.Context, now, until time.Time) (a letter.Addressed, ok bool, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		var ids []int64
		err := tx.Raw("SELECT id FROM letters WHERE "+dueLetter+" ORDER BY id LIMIT 1", moment(now)).Scan(&ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		claimed := tx.Exec("UPDATE letters SET state = 'sending', claimed_until = ? WHERE id = ? AND "+dueLetter, moment(until), ids[0], moment(now))
		// Another process may have claimed it in the meantime; the next look finds the next.
		if claimed.Error != nil || claimed.RowsAffected == 0 {
			return claimed.Error
		}
		a, err = scanAddressed(tx.Raw(addressedColumns+"WHERE l.id = ?", ids[0]).Row())
		ok = err == nil
		return err
	})
	if err != nil {
		return letter.Addressed{}, false, fmt.Errorf("claim a letter: %w", err)
	}
	return a, ok, nil
}

// SettleLetter notes what became of a letter; see [letter.Store].
func (s *Store) SettleLetter(ctx context.Context, id letter.ID, failure string, at time.Time) error {
	state := letter.Sent
	if failure != "" {
		state = letter.Failed
	}
	return s.changeLetters(ctx, "UPDATE letters SET state = ?, failure = ?, claimed_until = 0, settled_at = ? WHERE id = ?",
		string(state), failure, moment(at), int64(id))
}

// ReleaseLetter makes a letter due; see [letter.Store]. It stays one that was
// claimed once: another of its kind may wait by now.
func (s *Store) ReleaseLetter(ctx context.Context, id letter.ID) error {
	return s.changeLetters(ctx, "UPDATE letters SET claimed_until = 0 WHERE id = ? AND state = 'sending'", int64(id))
}

// RetryLetters makes failed letters due; see [letter.Store].
func (s *Store) RetryLetters(ctx context.Context, key round.Key) error {
	return s.changeLetters(ctx, `UPDATE letters SET state = 'sending', failure = '', claimed_until = 0, settled_at = 0
		WHERE coalesce(round, '') = ? AND state = 'failed' AND account_id IN (SELECT id FROM accounts WHERE disabled_at IS NULL)`, string(key))
}

// SettleByHand notes letters that were sent by hand; see [letter.Store].
func (s *Store) SettleByHand(ctx context.Context, ids []letter.ID, at time.Time) error {
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	return s.changeLetters(ctx, "UPDATE letters SET settled_at = ? WHERE id IN ? AND state = 'by_hand' AND settled_at = 0", moment(at), numbers)
}

// HandOver leaves letters to be sent by hand; see [letter.Store]. Of two of a
// kind that wait for the same person, the later one is left.
func (s *Store) HandOver(ctx context.Context) error {
	err := s.transact(ctx, func(tx *gorm.DB) error {
		dropped := tx.Exec(`UPDATE letters SET state = 'by_hand', claimed_until = 0, settled_at = recorded_at WHERE state = 'sending' AND EXISTS (
			SELECT 1 FROM letters other WHERE other.account_id = letters.account_id AND other.kind = letters.kind
				AND coalesce(other.round, '') = coalesce(letters.round, '') AND other.id > letters.id
				AND (other.state IN ('pending', 'sending') OR other.state = 'by_hand' AND other.settled_at = 0))`)
		if dropped.Error != nil {
			return dropped.Error
		}
		return tx.Exec("UPDATE letters SET state = 'by_hand', claimed_until = 0 WHERE state IN ('pending', 'sending')").Error
	})
	if err != nil {
		return fmt.Errorf("hand letters over: %w", err)
	}
	return nil
}

func (s *Store) changeLetters(ctx context.Context, statement string, arguments ...any) error {
	if err := s.write.WithContext(ctx).Exec(statement, arguments...).Error; err != nil {
		return fmt.Errorf("change letters: %w", translate(err))
	}
	return nil
}
