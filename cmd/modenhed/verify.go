package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"modenhed/internal/fault"
	"modenhed/internal/round"
)

// verifyCommand computes a published round again, without a database.
type verifyCommand struct {
	File string `arg:"" help:"command.help.verify_file"`
}

// Run implements command.
func (c *verifyCommand) Run(_ context.Context, p *program) error {
	report, err := verifyFile(c.File)
	if err != nil {
		return inFile(c.File, err)
	}
	if report.Difference != nil {
		return inFile(c.File, &fault.Error{Kind: fault.Invalid, Message: *report.Difference})
	}
	_, err = fmt.Fprintln(p.out, p.words.T("verify.done",
		"Key", string(report.Key),
		"Title", report.Title.In(p.words.Code()),
		"Cutoff", p.words.DateTime(report.Cutoff.Time),
		"Figures", p.words.Int(report.Figures),
		"Units", p.words.Int(report.Units),
		"SHA256", report.SHA256))
	return err
}

func verifyFile(name string) (report round.Report, err error) {
	file, err := os.Open(name)
	if err != nil {
		return round.Report{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return round.Report{}, err
	}
	return round.Verify(file, info.Size())
}
