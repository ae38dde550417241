package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/alecthomas/kong"
)

// The exit statuses.
const (
	statusDone   = 0
	statusFailed = 1
	statusUsage  = 2
)

// commandLine is the grammar of the command line. The help texts are keys.
type commandLine struct {
	Serve   serveCommand   `cmd:"" help:"command.help.serve"`
	Migrate migrateCommand `cmd:"" help:"command.help.migrate"`
	Score   scoreCommand   `cmd:"" help:"command.help.score"`
	Survey  struct {
		Estimate surveyEstimateCommand `cmd:"" help:"command.help.survey_estimate"`
	} `cmd:"" help:"command.help.survey"`
	Import struct {
		Statuses importStatusesCommand `cmd:"" help:"command.help.import_statuses"`
		Survey   importSurveyCommand   `cmd:"" help:"command.help.import_survey"`
	} `cmd:"" help:"command.help.import"`
	Export struct {
		Benchmark exportBenchmarkCommand `cmd:"" help:"command.help.export_benchmark"`
		Round     exportRoundCommand     `cmd:"" help:"command.help.export_round"`
	} `cmd:"" help:"command.help.export"`
	Verify verifyCommand `cmd:"" help:"command.help.verify"`
	User   struct {
		Add      userAddCommand      `cmd:"" help:"command.help.user_add"`
		Invite   userInviteCommand   `cmd:"" help:"command.help.user_invite"`
		Password userPasswordCommand `cmd:"" help:"command.help.user_password"`
		List     userListCommand     `cmd:"" help:"command.help.user_list"`
	} `cmd:"" help:"command.help.user"`
	Version versionCommand `cmd:"" help:"command.help.version"`
}

// command is what every leaf of the grammar is. An error of type *usageError
// means that it was called wrongly.
type command interface {
	Run(ctx context.Context, p *program) error
}

// helped ends the reading of the command line after the help text.
type helped struct{}

// run runs one command and returns the exit status.
func run(ctx context.Context, args []string, t terminal) int {
	catalogue, err := t.wording()
	if err != nil {
		fmt.Fprintf(t.err, "modenhed: %v\n", err)
		return statusFailed
	}
	p := &program{terminal: t, catalogue: catalogue, words: catalogue.Printer(t.lang), now: time.Now}
	chosen, done, err := p.read(args)
	if err == nil && !done {
		err = chosen.Run(ctx, p)
	}
	return p.report(err)
}

// read reads the command line; done means that it asked for help and got it.
func (p *program) read(args []string) (chosen command, done bool, err error) {
	var help bytes.Buffer
	parser, err := kong.New(new(commandLine),
		kong.Name("modenhed"),
		kong.Description("command.help.program"),
		kong.DefaultEnvars("MODENHED"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Writers(&help, &help),
		kong.Exit(func(int) { panic(helped{}) }),
		kong.PostBuild(p.translateHelp),
	)
	if err != nil {
		return nil, false, fmt.Errorf("build the command line: %w", err)
	}
	defer func() {
		switch caught := recover().(type) {
		case nil:
		case helped:
			done, err = true, p.printHelp(help.String())
		default:
			panic(caught)
		}
	}()
	parsed, err := parser.Parse(args)
	if err != nil {
		return nil, false, &usageError{text: p.usageText(err)}
	}
	chosen, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return nil, false, fmt.Errorf("command %s does nothing", parsed.Command())
	}
	return chosen, false, nil
}
