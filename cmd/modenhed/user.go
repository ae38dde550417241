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
	"modenhed/internal/municipality"
	"modenhed/internal/store"
)

// userAddCommand opens an account.
type userAddCommand struct {
	databaseFlag
	Email        string `required:"" help:"command.help.email" placeholder:"ADDRESS"`
	Role         string `required:"" enum:"administrator,analyst,editor" help:"command.help.role" placeholder:"ROLE"`
	Municipality string `help:"command.help.municipality" placeholder:"CODE"`
}

// Run implements command.
func (c *userAddCommand) Run(ctx context.Context, p *program) error {
	n := account.New{Email: c.Email, Role: account.Role(c.Role)}
	if c.Municipality != "" {
		code, err := municipality.ParseCode(c.Municipality)
		if err != nil {
			return &fault.Error{Kind: fault.Invalid, Message: fault.Text("municipality.code_form", "Value", c.Municipality), Err: err}
		}
		n.Municipality = code
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
