package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"modenhed/internal/account"
	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/sheet"
	"modenhed/internal/store"
	"modenhed/internal/table"
	"modenhed/internal/verification"
)

// importStatusesCommand records answers and findings of many municipalities.
type importStatusesCommand struct {
	databaseFlag
	mailFlags
	File    string `arg:"" help:"command.help.import_statuses_file" placeholder:"FILE"`
	Source  string `enum:"self,desk" default:"self" help:"command.help.import_source" placeholder:"self|desk"`
	Replace bool   `help:"command.help.import_replace"`
	DryRun  bool   `help:"command.help.import_dry_run"`
}

// Run implements command.
func (c *importStatusesCommand) Run(ctx context.Context, p *program) error {
	data, err := readImport(c.File)
	if err != nil {
		return err
	}
	to, err := c.collecting(p)
	if err != nil {
		return err
	}
	if to.sender != nil {
		defer to.sender.Close()
	}
	return c.withStore(ctx, func(s *store.Store) error {
		log := slog.New(slog.DiscardHandler)
		keeper, err := loadKeeper(ctx, s, p.now, log)
		if err != nil {
			return err
		}
		reports := &assessment.Service{Store: s, Frameworks: keeper, Publisher: keeper, Now: p.now, Log: log}
		in := statusImport{
			command: c, program: p, now: keeper.Current(), reports: reports,
			service: &verification.Service{
				Store: s, Readers: keeper, Reports: reports, Notices: c.notices(to, s, p),
				Log: slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
			},
		}
		return inFile(c.File, in.run(ctx, data))
	})
}

// notices returns what queues letters about questions. The server sends them, or
// offers them to be sent by hand where it sends no mail.
func (c *importStatusesCommand) notices(to collecting, s *store.Store, p *program) verification.Notices {
	return p.lettersOf(to, s, &round.Service{Store: s}, account.NewService(s, p.now), slog.New(slog.DiscardHandler))
}

// statusLimits let in a file of every answer of every municipality many times
// over; the file is its owner's.
func statusLimits() sheet.Limits {
	return sheet.Limits{Limits: table.Limits{Bytes: 64 << 20, Rows: 100_000, Columns: 500}, Unpacked: 512 << 20}
}

// statusImport is one import.
type statusImport struct {
	command *importStatusesCommand
	program *program
	now     *benchmark.Snapshot
	reports *assessment.Service
	service *verification.Service
}

// run reads the file, tells everything that is wrong with it, and records what
// is new in it.
func (in statusImport) run(ctx context.Context, data []byte) error {
	words := answersheet.NewWords(in.program.words)
	read, err := answersheet.ReadList(data, words, statusLimits())
	if err != nil {
		return err
	}
	guide := answersheet.Guide{
		Words: words, Framework: in.now.Framework, Lang: in.program.words.Code(), Channel: assessment.ChannelImport,
		Directory: in.now.Directory, Source: assessment.Source(in.command.Source),
	}
	entries, problems := guide.Read(read)
	codes := answersheet.Municipalities(entries)
	bar := newBar(screenOf(in.program.err), in.program.now, in.program.words.T("command.importing"), len(codes)+1)
	defer bar.clear()
	var statuses []assessment.Status
	for i, code := range codes {
		history, err := in.reports.History(ctx, account.Console(), code)
		if err != nil {
			return err
		}
		statuses = append(statuses, history...)
		bar.set(i + 1)
	}
	lines, more := read.Compare(entries, answersheet.NewHistories(statuses))
	problems = append(append(problems, more...), read.Refusals(in.program.words, lines, in.command.Replace)...)
	if err := answersheet.ByRow(problems).Err(); err != nil {
		return err
	}
	made, err := in.record(ctx, lines)
	bar.clear()
	if err != nil {
		return err
	}
	return in.say(lines, made)
}

// record records the lines that say something new, unless it is a trial.
func (in statusImport) record(ctx context.Context, lines []answersheet.Line) (verification.Imported, error) {
	var reports []assessment.Report
	var rows []int
	for _, l := range lines {
		if l.Outcome == answersheet.Changes {
			reports, rows = append(reports, l.Report), append(rows, l.Row.Line)
		}
	}
	if err := ctx.Err(); err != nil || in.command.DryRun || len(reports) == 0 {
		return verification.Imported{}, err
	}
	made, err := in.service.Import(ctx, account.Console(), reports)
	var known *fault.Error
	if errors.As(err, &known) {
		for i, problem := range known.Problems {
			if problem.Row > 0 && problem.Row <= len(rows) {
				known.Problems[i].Row = rows[problem.Row-1]
			}
		}
	}
	return made, err
}

// say tells what came of it.
func (in statusImport) say(lines []answersheet.Line, made verification.Imported) error {
	count := make(map[answersheet.Outcome]int)
	for _, l := range lines {
		count[l.Outcome]++
	}
	key := "command.imported.statuses"
	if in.command.DryRun {
		key = "command.imported.statuses_trial"
	}
	words := in.program.words
	_, err := fmt.Fprintln(in.program.out, words.T(key, "N", words.Int(count[answersheet.Changes]), "Unchanged", words.Int(count[answersheet.Unchanged]),
		"Left", words.Int(count[answersheet.Left]), "Questions", words.Int(made.Questions)))
	if err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}
