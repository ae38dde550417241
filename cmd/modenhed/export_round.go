package main

import (
	"context"
	"io"

	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/store"
)

// exportRoundCommand writes a published round as one file that anybody can verify.
type exportRoundCommand struct {
	databaseFlag
	Name string `arg:"" help:"command.help.round_name"`
	Out  string `required:"" help:"command.help.out_file" placeholder:"FILE.zip"`
}

// Run implements command.
func (c *exportRoundCommand) Run(ctx context.Context, p *program) error {
	if c.Out == "" {
		return p.misuse("command.usage.missing_flags", "Flags", "--out")
	}
	return c.withStore(ctx, func(s *store.Store) error {
		rounds := &round.Service{Store: s}
		err := p.produce(c.Out, func(w io.Writer) error { return rounds.WriteArchive(ctx, w, round.Key(c.Name)) })
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "round.none_published", "Key", c.Name)
		}
		return err
	})
}
