package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"modenhed/internal/fieldwork"
)

// dueToAll makes a mail due to everybody who has not answered.
func dueToAll(tx *gorm.DB, wave string) error {
	err := tx.Exec("UPDATE fieldwork_contacts SET state = 'pending', failure = '', claimed_until = 0 WHERE wave = ?", wave).Error
	if err != nil {
		return fmt.Errorf("make mails due: %w", err)
	}
	return nil
}

// StartMailing makes a letter due; see [fieldwork.MailStore].
func (s *Store) StartMailing(ctx context.Context, wave string, l fieldwork.Letter, at time.Time) error {
	return s.transact(ctx, func(tx *gorm.DB) error {
		started := tx.Exec(`UPDATE fieldworks SET subject_da = ?, body_da = ?, subject_en = ?, body_en = ?, mailings = mailings + 1, mailed_at = ?
			WHERE wave = ? AND state = 'open' AND delivery = 'mail'`,
			l.Subject.DA, l.Body.DA, l.Subject.EN, l.Body.EN, moment(at), wave)
		if err := oneRow(started); err != nil {
			return fmt.Errorf("start a mailing: %w", err)
		}
		return dueToAll(tx, wave)
	})
}

// RetryMail makes failed mails due; see [fieldwork.MailStore].
func (s *Store) RetryMail(ctx context.Context, wave string) error {
	err := s.write.WithContext(ctx).Exec(
		"UPDATE fieldwork_contacts SET state = 'pending', failure = '', claimed_until = 0 WHERE wave = ? AND state = 'failed'", wave).Error
	if err != nil {
		return fmt.Errorf("make failed mails due: %w", translate(err))
	}
	return nil
}

// dueMail finds a mail that is due, or whose claim has run out.
const dueMail = `SELECT c.wave, c.key FROM fieldwork_contacts c JOIN fieldworks f ON f.wave = c.wave
	WHERE f.state = 'open' AND f.closes_at > $1 AND f.delivery = 'mail'
		AND (c.state = 'pending' OR c.state = 'sending' AND c.claimed_until <= $1)
	ORDER BY c.wave, c.key LIMIT 1`

// NextMail claims a mail; see [fieldwork.MailStore].
func (s *Store) NextMail(ctx context.Context, now, until time.Time) (m fieldwork.Mail, ok bool, err error) {
	err = s.transact(ctx, func(tx *gorm.DB) error {
		var found []contactRow
		if err := tx.Raw(dueMail, moment(now)).Scan(&found).Error; err != nil || len(found) == 0 {
			return err
		}
		claimed := tx.Raw(`UPDATE fieldwork_contacts SET state = 'sending', claimed_until = ?
			WHERE wave = ? AND key = ? AND (state = 'pending' OR state = 'sending' AND claimed_until <= ?) RETURNING *`,
			moment(until), found[0].Wave, found[0].Key, moment(now)).Scan(&found)
		// Another process may have claimed it in the meantime; the next look finds the next.
		if claimed.Error != nil || claimed.RowsAffected == 0 {
			return claimed.Error
		}
		if m.Contact, err = found[0].contact(); err != nil {
			return err
		}
		m.Fieldwork, ok, err = findFieldwork(tx, found[0].Wave)
		return err
	})
	if err != nil {
		return fieldwork.Mail{}, false, fmt.Errorf("claim a mail: %w", err)
	}
	return m, ok, nil
}

// KeepLink keeps the link of a mail; see [fieldwork.MailStore].
func (s *Store) KeepLink(ctx context.Context, wave string, l fieldwork.Link) error {
	kept := s.write.WithContext(ctx).Exec(`INSERT INTO fieldwork_links (hash, wave, contact)
		SELECT ?, wave, key FROM fieldwork_contacts WHERE wave = ? AND key = ?`, l.Hash, wave, l.Contact)
	if err := someRow(kept); err != nil {
		return fmt.Errorf("keep a link: %w", translate(err))
	}
	return nil
}

// MarkMail notes what became of a mail; see [fieldwork.MailStore]. A contact who
// has answered in the meantime has nothing to be noted.
func (s *Store) MarkMail(ctx context.Context, wave, contact, failure string) error {
	statement := "UPDATE fieldwork_contacts SET state = 'sent', reached = ?, failure = ?, claimed_until = 0 WHERE wave = ? AND key = ?"
	arguments := []any{true, "", wave, contact}
	if failure != "" {
		statement = "UPDATE fieldwork_contacts SET state = 'failed', failure = ?, claimed_until = 0 WHERE wave = ? AND key = ?"
		arguments = []any{failure, wave, contact}
	}
	if err := s.write.WithContext(ctx).Exec(statement, arguments...).Error; err != nil {
		return fmt.Errorf("mark a mail: %w", translate(err))
	}
	return nil
}

// ReleaseMail makes a claimed mail due; see [fieldwork.MailStore].
func (s *Store) ReleaseMail(ctx context.Context, wave, contact string) error {
	err := s.write.WithContext(ctx).Exec(
		"UPDATE fieldwork_contacts SET state = 'pending', claimed_until = 0 WHERE wave = ? AND key = ? AND state = 'sending'", wave, contact).Error
	if err != nil {
		return fmt.Errorf("release a mail: %w", translate(err))
	}
	return nil
}

// MailCounts counts mails; see [fieldwork.MailStore].
func (s *Store) MailCounts(ctx context.Context, wave string) (fieldwork.MailCounts, error) {
	var counts fieldwork.MailCounts
	row := s.reader.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE state IN ('pending', 'sending')),
		count(*) FILTER (WHERE state = 'failed' AND reached) FROM fieldwork_contacts WHERE wave = $1`, wave)
	if err := row.Scan(&counts.Pending, &counts.Failed); err != nil {
		return counts, fmt.Errorf("count mails: %w", translate(err))
	}
	var failed []contactRow
	err := s.read.WithContext(ctx).Where("wave = ? AND state = 'failed' AND NOT reached", wave).Order("email").Find(&failed).Error
	if err != nil {
		return counts, fmt.Errorf("read addresses that will not do: %w", translate(err))
	}
	for _, c := range failed {
		counts.Unreached = append(counts.Unreached, fieldwork.Failure{Email: c.Email, Reason: c.Failure})
	}
	return counts, nil
}
