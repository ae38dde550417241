package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"modenhed/internal/batch"
	"modenhed/internal/framework"
	"modenhed/internal/reference"
	"modenhed/internal/workbook"
	"modenhed/seed"
)

// scoreCommand scores a file of people's own figures, without a database.
type scoreCommand struct {
	Values    string `required:"" help:"command.help.values" placeholder:"FILE.csv"`
	Framework string `help:"command.help.framework" placeholder:"FILE.yaml"`
	Aggregate string `enum:",arithmetic,geometric,harmonic" default:"" help:"command.help.aggregate" placeholder:"arithmetic|geometric|harmonic"`
	Normalise string `enum:",goalposts,minmax" default:"" help:"command.help.normalise" placeholder:"goalposts|minmax"`
	Format    string `enum:"json,csv,xlsx" default:"json" help:"command.help.format" placeholder:"json|csv|xlsx"`
	Out       string `help:"command.help.out" placeholder:"FILE"`
	drawFlags
}

// Run implements command.
func (c *scoreCommand) Run(ctx context.Context, p *program) error {
	switch {
	case c.Values == "":
		return p.misuse("command.usage.missing_flags", "Flags", "--values")
	case c.Format == "xlsx" && c.Out == "":
		return p.misuse("command.usage.xlsx_needs_out")
	case c.Format == "xlsx" && !isWorkbookName(c.Out):
		return p.misuse("command.usage.not_xlsx", "Name", c.Out)
	}
	settings, err := c.settings(p)
	if err != nil {
		return err
	}
	f, err := c.framework()
	if err != nil {
		return err
	}
	result, err := c.score(f)
	if err != nil {
		return err
	}
	if result, err = c.draw(ctx, p, result, settings); err != nil {
		return inFile(c.Values, err)
	}
	return p.produce(c.Out, func(w io.Writer) error {
		return errors.Join(c.write(ctx, w, result, p), ctx.Err())
	})
}

// framework returns the framework to score by, with what the flags replace.
func (c *scoreCommand) framework() (*framework.Framework, error) {
	f, err := readFramework(c.Framework)
	if err != nil {
		return nil, err
	}
	if c.Aggregate != "" {
		f = f.WithAggregation(framework.Aggregation(c.Aggregate))
	}
	if c.Normalise != "" {
		return f.WithScale(framework.ScaleKind(c.Normalise))
	}
	return f, nil
}

// readFramework reads a framework file; without a name it is the seeded framework.
func readFramework(name string) (*framework.Framework, error) {
	if name == "" {
		documents, err := reference.FromSeed(seed.Files())
		if err != nil {
			return nil, err
		}
		set, err := reference.Parse(documents)
		if err != nil {
			return nil, err
		}
		return set.Framework, nil
	}
	data, err := readLimited(name, framework.MaxFileSize)
	if err != nil {
		return nil, inFile(name, err)
	}
	f, err := framework.Parse(filepath.Base(name), data)
	return f, inFile(name, err)
}

// readLimited reads a file, or one byte more than the limit of a larger one,
// which whoever parses it refuses.
func readLimited(name string, limit int64) (data []byte, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, limit+1))
}

func (c *scoreCommand) score(f *framework.Framework) (result *batch.Result, err error) {
	file, err := os.Open(c.Values)
	if err != nil {
		return nil, inFile(c.Values, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	values, err := batch.ReadValues(file, f)
	if err != nil {
		return nil, inFile(c.Values, err)
	}
	result, err = batch.Run(values, f)
	if err != nil {
		return nil, fmt.Errorf("score %s: %w", c.Values, err)
	}
	return result, nil
}

func (c *scoreCommand) write(ctx context.Context, w io.Writer, result *batch.Result, p *program) error {
	switch c.Format {
	case "csv":
		return result.WriteCSV(w)
	case "xlsx":
		return workbook.WriteScores(ctx, w, result, p.words, workbook.Options{Version: version()})
	}
	return result.WriteJSON(w)
}
