package main

import (
	"context"
	"io"
	"log/slog"

	"modenhed/internal/locale"
	"modenhed/internal/store"
	"modenhed/internal/workbook"
)

// exportBenchmarkCommand writes the Excel benchmark of what is in the database now.
type exportBenchmarkCommand struct {
	databaseFlag
	Out  string `required:"" help:"command.help.out_file" placeholder:"FILE.xlsx"`
	Lang string `enum:"da,en" default:"da" help:"command.help.lang" placeholder:"da|en"`
}

// Run implements command.
func (c *exportBenchmarkCommand) Run(ctx context.Context, p *program) error {
	switch {
	case c.Out == "":
		return p.misuse("command.usage.missing_flags", "Flags", "--out")
	case !isWorkbookName(c.Out):
		return p.misuse("command.usage.not_xlsx", "Name", c.Out)
	}
	return c.withStore(ctx, func(s *store.Store) error {
		keeper, err := loadKeeper(ctx, s, p.now, slog.New(slog.NewTextHandler(p.err, nil)))
		if err != nil {
			return err
		}
		words := p.catalogue.Printer(locale.Lang(c.Lang))
		return p.produce(c.Out, func(w io.Writer) error {
			return workbook.WriteBenchmark(ctx, w, keeper.Current(), words, workbook.Options{Version: version()})
		})
	})
}
