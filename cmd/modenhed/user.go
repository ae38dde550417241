package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/store"
)

// personFlags say who somebody is.
type personFlags struct {
	Email        string `required:"" help:"command.help.email" placeholder:"ADDRESS"`
	Role         string `required:"" enum:"administrator,analyst,editor" help:"command.help.role" placeholder:"ROLE"`
	Municipality string `help:"command.help.municipality" placeholder:"CODE"`
	Language     string `enum:"da,en," default:"" help:"command.help.language" placeholder:"da|en"`
}

// person returns the account to be opened, without a password.
func (f personFlags) person() (account.New, error) {
	n := account.New{Email: f.Email, Role: account.Role(f.Role), Language: f.Language}
	if f.Municipality == "" {
		return n, nil
	}
	var err error
	if n.Municipality, err = municipality.ParseCode(f.Municipality); err != nil {
		return n, &fault.Error{Kind: fault.Invalid, Message: fault.Text("municipality.code_form", "Value", f.Municipality), Err: err}
	}
	return n, nil
}

// userAddCommand opens an account.
type userAddCommand struct {
	databaseFlag
	personFlags
}

// Run implements command.
func (c *userAddCommand) Run(ctx context.Context, p *program) error {
	n, err := c.person()
	if err != nil {
		return err
	}
	return c.withStore(ctx, func(s *store.Store) error {
		var err error
		if n.Password, err = p.readPassword(); err != nil {
			return err
		}
		added, err := account.NewService(s, p.now).Add(ctx, account.Console(), n)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.out, p.words.T("command.user.added", "Email", added.Email, "Role", string(added.Role)))
		return err
	})
}

// userInviteCommand opens an account whose owner chooses the password, or makes
// a new link for one that is there.
type userInviteCommand struct {
	databaseFlag
	personFlags
	mailFlags
}

// defaultBase is where the server is unless it is told otherwise.
const defaultBase = "http://127.0.0.1:8080"

// Run implements command. It prints the link, and sends it where mail is set up.
func (c *userInviteCommand) Run(ctx context.Context, p *program) error {
	n, err := c.person()
	if err != nil {
		return err
	}
	to, err := c.collecting(p)
	if err != nil {
		return err
	}
	if to.base == "" {
		to.base = defaultBase
	}
	return c.withStore(ctx, func(s *store.Store) error {
		accounts := account.NewService(s, p.now)
		invited, err := inviteOrFind(ctx, accounts, s, n)
		if err != nil {
			return err
		}
		token, until, err := accounts.NewLink(ctx, account.Console(), invited.ID)
		if err != nil {
			return err
		}
		link := to.base + letter.InvitationPath + token
		if to.sender != nil {
			defer to.sender.Close()
			subject, text := letter.Personal(p.catalogue, invited, link)
			if err := to.sender.Send(ctx, invited.Email, subject, text); err != nil {
				return fmt.Errorf("send the link: %w", err)
			}
		}
		_, err = fmt.Fprintln(p.out, p.words.T("command.user.invited", "Email", invited.Email, "Link", link, "Until", p.words.DateTime(until)))
		return err
	})
}

// inviteOrFind opens the account, or returns the one that has not chosen a
// password yet and is otherwise the same.
func inviteOrFind(ctx context.Context, accounts *account.Service, s *store.Store, n account.New) (account.Account, error) {
	known, _, err := s.Credentials(ctx, account.NormalEmail(n.Email))
	if err == nil && known.Role == n.Role && known.Municipality == n.Municipality {
		return known, nil
	}
	return accounts.Invite(ctx, account.Console(), n)
}

// userPasswordCommand sets the password of an account.
type userPasswordCommand struct {
	databaseFlag
	Email string `required:"" help:"command.help.email" placeholder:"ADDRESS"`
}

// Run implements command.
func (c *userPasswordCommand) Run(ctx context.Context, p *program) error {
	return c.withStore(ctx, func(s *store.Store) error {
		password, err := p.readPassword()
		if err != nil {
			return err
		}
		if err := account.NewService(s, p.now).SetPassword(ctx, account.Console(), c.Email, password); err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.out, p.words.T("command.user.password_set", "Email", account.NormalEmail(c.Email)))
		return err
	})
}

// userListCommand lists the accounts.
type userListCommand struct{ databaseFlag }

// Run implements command. It prints address, role, municipality code and state
// of each account, separated by tabs.
func (c *userListCommand) Run(ctx context.Context, p *program) error {
	return c.withStore(ctx, func(s *store.Store) error {
		accounts, err := account.NewService(s, p.now).List(ctx, account.Console())
		if err != nil {
			return err
		}
		return p.produce("", func(w io.Writer) error {
			for _, a := range accounts {
				code, state := "", "open"
				if a.State() == account.Invited {
					state = "invited"
				}
				if a.Municipality != 0 {
					code = a.Municipality.String()
				}
				if !a.DisabledAt.IsZero() {
					state = "closed"
				}
				if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Email, a.Role, code, state); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// longestInput is how much of standard input is read for a password, in bytes.
const longestInput = 4096

// readPassword reads a password: from a terminal twice and unseen, else the
// first line of standard input.
func (p *program) readPassword() (string, error) {
	if f, ok := p.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return p.askPassword(int(f.Fd()))
	}
	line, err := bufio.NewReader(io.LimitReader(p.in, longestInput)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read the password: %w", err)
	}
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return "", fault.New(fault.Invalid, "command.user.password_missing")
	}
	return password, nil
}

func (p *program) askPassword(fd int) (string, error) {
	first, err := p.askHidden(fd, "command.user.ask")
	if err != nil {
		return "", err
	}
	second, err := p.askHidden(fd, "command.user.ask_again")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", fault.New(fault.Invalid, "command.user.password_differs")
	}
	return first, nil
}

func (p *program) askHidden(fd int, key string) (string, error) {
	fmt.Fprint(p.err, p.words.T(key)+" ")
	typed, err := term.ReadPassword(fd)
	fmt.Fprintln(p.err)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(typed), nil
}
