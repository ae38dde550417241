package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/locale"
	"modenhed/internal/round"
	"modenhed/internal/store"
	"modenhed/internal/workbook"
)

// exportBenchmarkCommand writes the Excel benchmark of what is in the database
// now, of a published round, or of an earlier time.
type exportBenchmarkCommand struct {
	databaseFlag
	Out   string  `required:"" help:"command.help.out_file" placeholder:"FILE.xlsx"`
	Round *string `help:"command.help.round" placeholder:"NAME"`
	AsOf  *string `help:"command.help.as_of" placeholder:"TIME"`
	Basis string  `enum:"claimed,verified" default:"claimed" help:"command.help.basis" placeholder:"claimed|verified"`
	Lang  string  `enum:"da,en" default:"da" help:"command.help.lang" placeholder:"da|en"`
}

// Run implements command.
func (c *exportBenchmarkCommand) Run(ctx context.Context, p *program) error {
	if err := c.check(p); err != nil {
		return err
	}
	at, err := c.moment(p)
	if err != nil {
		return err
	}
	return c.withStore(ctx, func(s *store.Store) error {
		keeper, err := loadKeeper(ctx, s, p.now, slog.New(slog.NewTextHandler(p.err, nil)))
		if err != nil {
			return err
		}
		snapshot, options, err := c.find(ctx, s, keeper, at)
		if err != nil {
			return err
		}
		snapshot = snapshot.On(benchmark.Basis(c.Basis))
		words := p.catalogue.Printer(locale.Lang(c.Lang))
		return p.produce(c.Out, func(w io.Writer) error {
			return workbook.WriteBenchmark(ctx, w, snapshot, words, options)
		})
	})
}

// check finds what is wrong with the call before anything is opened.
func (c *exportBenchmarkCommand) check(p *program) error {
	switch {
	case c.Out == "":
		return p.misuse("command.usage.missing_flags", "Flags", "--out")
	case !isWorkbookName(c.Out):
		return p.misuse("command.usage.not_xlsx", "Name", c.Out)
	case c.Round != nil && c.AsOf != nil:
		return p.misuse("command.usage.not_both", "Flag", "--round", "Other", "--as-of")
	case c.Round != nil && *c.Round == "":
		return p.misuse("command.usage.bad_value", "Flag", "--round")
	}
	return nil
}

// moment is the time asked for; the zero time means now.
func (c *exportBenchmarkCommand) moment(p *program) (assessment.AsOf, error) {
	if c.AsOf == nil {
		return assessment.AsOf{}, nil
	}
	zone, err := copenhagen()
	if err != nil {
		return assessment.AsOf{}, err
	}
	t, err := round.ParseMoment(*c.AsOf, zone)
	if err != nil {
		return assessment.AsOf{}, p.misuse("command.usage.as_of", "Text", *c.AsOf)
	}
	return assessment.AsOf{Time: t}, nil
}

// find returns the snapshot asked for and what the workbook says of it.
func (c *exportBenchmarkCommand) find(ctx context.Context, s *store.Store, keeper *benchmark.Keeper, at assessment.AsOf) (*benchmark.Snapshot, workbook.Options, error) {
	options := workbook.Options{Version: version()}
	rounds, err := (&round.Service{Store: s}).Rounds(ctx)
	if err != nil {
		return nil, options, fmt.Errorf("read the rounds: %w", err)
	}
	if c.Round != nil {
		r, err := publishedRound(rounds, round.Key(*c.Round))
		if err != nil {
			return nil, options, err
		}
		options.Round, at = r, r.AsOf()
	}
	snapshot := keeper.Current()
	if !at.Time.IsZero() {
		if snapshot, err = keeper.At(ctx, at); err != nil {
			return nil, options, err
		}
	}
	options.Since, err = round.BaselineOf(ctx, keeper, rounds, snapshot, options.Round)
	return snapshot, options, err
}

func publishedRound(rounds []round.Round, key round.Key) (*round.Round, error) {
	for i := range rounds {
		if rounds[i].Key == key && rounds[i].State == round.Published {
			return &rounds[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "round.none_published", "Key", string(key))
}
