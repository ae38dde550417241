package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"modenhed/internal/estimation"
	"modenhed/internal/poll"
	"modenhed/internal/smallarea"
	"modenhed/internal/weighting"
)

// surveyEstimateCommand estimates from files of responses, without a database.
type surveyEstimateCommand struct {
	Responses      string   `required:"" help:"command.help.responses" placeholder:"FILE.csv"`
	Population     string   `required:"" help:"command.help.population" placeholder:"FILE.csv"`
	Question       string   `required:"" help:"command.help.question" placeholder:"COLUMN"`
	Options        []string `help:"command.help.options" placeholder:"KEY,KEY"`
	Stratum        string   `help:"command.help.stratum" placeholder:"COLUMN"`
	Rake           []string `sep:"none" help:"command.help.rake" placeholder:"COLUMN"`
	By             []string `sep:"none" help:"command.help.by" placeholder:"COLUMN"`
	Collapse       []string `sep:"none" help:"command.help.collapse" placeholder:"FROM=INTO"`
	PopulationSize *int     `help:"command.help.population_size" placeholder:"N"`
	MinN           int      `default:"5" help:"command.help.min_n" placeholder:"5"`
	NoFPC          bool     `name:"no-fpc" help:"command.help.no_fpc"`
	CI             string   `name:"ci" env:"MODENHED_SURVEY_CI" enum:"auto,xlogit,beta,wald" default:"auto" help:"command.help.ci" placeholder:"auto|xlogit|beta|wald"`
	Format         string   `enum:"json,csv" default:"json" help:"command.help.format" placeholder:"json|csv"`
}

// Run implements command.
func (c *surveyEstimateCommand) Run(ctx context.Context, p *program) error {
	plan, err := c.plan(p)
	if err != nil {
		return err
	}
	responses, err := readSurveyFile(c.Responses, plan, poll.ReadResponses)
	population, other := readSurveyFile(c.Population, plan, poll.ReadPopulation)
	if err := errors.Join(err, other, ctx.Err()); err != nil {
		return err
	}
	result, err := poll.Run(responses, population, plan)
	if err != nil {
		return err
	}
	if err := p.produce("", func(w io.Writer) error {
		if c.Format == "csv" {
			return result.WriteCSV(w)
		}
		return result.WriteJSON(w)
	}); err != nil {
		return err
	}
	p.remark(result)
	return nil
}

func readSurveyFile[T any](name string, plan poll.Plan, read func(io.Reader, poll.Plan) (T, error)) (out T, err error) {
	file, err := os.Open(name)
	if err != nil {
		return out, inFile(name, err)
	}
	defer func() { err = inFile(name, errors.Join(err, file.Close())) }()
	return read(file, plan)
}

// plan returns what the flags ask for.
func (c *surveyEstimateCommand) plan(p *program) (poll.Plan, error) {
	for i, option := range c.Options {
		c.Options[i] = strings.TrimSpace(option)
	}
	if err := errors.Join(c.missing(p), c.repeated(p)); err != nil {
		return poll.Plan{}, err
	}
	plan := poll.Plan{Question: c.Question, Options: c.Options, Stratum: c.Stratum, Rake: c.Rake, By: c.By}
	var err error
	if plan.Collapse, err = c.merging(p); err != nil {
		return poll.Plan{}, err
	}
	var standard smallarea.Minimum
	if plan.Minimum, err = standard.Raise(c.MinN); err != nil {
		return poll.Plan{}, p.misuse("command.usage.min_n", "Least", standard.N())
	}
	if c.PopulationSize != nil {
		if *c.PopulationSize < 1 {
			return poll.Plan{}, p.misuse("command.usage.population_size")
		}
		plan.People = float64(*c.PopulationSize)
	}
	if c.NoFPC {
		plan.Correction = estimation.Infinite
	}
	plan.Interval, _ = estimation.ParseMethod(c.CI)
	return plan, nil
}

// missing refuses flags with nothing after them, and those that need another.
func (c *surveyEstimateCommand) missing(p *program) error {
	for _, flag := range []struct {
		name  string
		empty bool
	}{
		{"--responses", c.Responses == ""}, {"--population", c.Population == ""}, {"--question", c.Question == ""},
		{"--options", slices.Contains(c.Options, "")}, {"--rake", slices.Contains(c.Rake, "")}, {"--by", slices.Contains(c.By, "")},
	} {
		if flag.empty {
			return p.misuse("command.usage.missing_value", "Flag", flag.name)
		}
	}
	if len(c.Collapse) > 0 && c.Stratum == "" {
		return p.misuse("command.usage.needs_stratum")
	}
	return nil
}

// repeated refuses what is named twice.
func (c *surveyEstimateCommand) repeated(p *program) error {
	margins := c.Rake
	if c.Stratum != "" {
		margins = append([]string{c.Stratum}, c.Rake...)
	}
	for _, flag := range []struct {
		name   string
		values []string
	}{{"--options", c.Options}, {"--rake", margins}, {"--by", c.By}} {
		for i, value := range flag.values {
			if slices.Contains(flag.values[:i], value) {
				return p.misuse("command.usage.repeated", "Flag", flag.name, "Value", value)
			}
		}
	}
	return nil
}

// merging reads the strata to merge.
func (c *surveyEstimateCommand) merging(p *program) (weighting.Merging, error) {
	merging := make(weighting.Merging, len(c.Collapse))
	for _, text := range c.Collapse {
		from, into, ok := strings.Cut(text, "=")
		from, into = strings.TrimSpace(from), strings.TrimSpace(into)
		if !ok || from == "" || into == "" {
			return nil, p.misuse("command.usage.collapse", "Text", text)
		}
		if other, twice := merging[from]; twice && other != into {
			return nil, p.misuse("command.usage.repeated", "Flag", "--collapse", "Value", from)
		}
		merging[from] = into
	}
	return merging, nil
}
