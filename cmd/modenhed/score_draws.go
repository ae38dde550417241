package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"modenhed/internal/batch"
	"modenhed/internal/robustness"
)

// drawFlags ask for rank intervals. Without a number of draws there are none.
type drawFlags struct {
	Draws         *int     `help:"command.help.draws" placeholder:"N"`
	Seed          *uint64  `help:"command.help.seed" placeholder:"S"`
	Vary          *string  `help:"command.help.vary" placeholder:"areas,indicators,aggregation,missing"`
	Concentration *float64 `help:"command.help.concentration" placeholder:"60"`
}

// settings returns what to draw, nil for nothing.
func (f *drawFlags) settings(p *program) (*robustness.Settings, error) {
	if f.Draws == nil {
		return nil, f.needDraws(p)
	}
	s := robustness.Defaults()
	s.Draws = *f.Draws
	if f.Seed != nil {
		s.Seed = *f.Seed
	}
	if f.Concentration != nil {
		s.Concentration = *f.Concentration
	}
	if f.Vary != nil {
		sources, err := parseSources(*f.Vary, p)
		if err != nil {
			return nil, err
		}
		s.Sources = sources
	}
	switch err := s.Check(); {
	case errors.Is(err, robustness.ErrDraws):
		return nil, p.misuse("command.usage.draws", "Most", p.words.Int(robustness.MaxDraws))
	case errors.Is(err, robustness.ErrConcentration):
		return nil, p.misuse("command.usage.concentration")
	}
	return &s, nil
}

// needDraws refuses flags that would change nothing.
func (f *drawFlags) needDraws(p *program) error {
	var idle []string
	for _, flag := range []struct {
		name  string
		given bool
	}{{"--seed", f.Seed != nil}, {"--vary", f.Vary != nil}, {"--concentration", f.Concentration != nil}} {
		if flag.given {
			idle = append(idle, flag.name)
		}
	}
	if len(idle) == 0 {
		return nil
	}
	return p.misuse("command.usage.needs_draws", "Flags", strings.Join(idle, ", "))
}

func parseSources(text string, p *program) (robustness.Sources, error) {
	sources, err := robustness.ParseSources(text)
	if err == nil {
		return sources, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		if _, err := robustness.ParseSources(name); err != nil || strings.TrimSpace(name) == "" {
			text = strings.TrimSpace(name)
			break
		}
	}
	allowed := strings.ReplaceAll(robustness.AllSources().String(), ",", ", ")
	return robustness.Sources{}, p.misuse("command.usage.not_allowed", "Flag", "--vary", "Value", text, "Allowed", allowed)
}

// draw adds rank intervals to a result. It ends when ctx does.
func (f *drawFlags) draw(ctx context.Context, p *program, result *batch.Result, s *robustness.Settings) (*batch.Result, error) {
	if s == nil {
		return result, nil
	}
	bar := newBar(screenOf(p.err), p.now, p.words.T("command.drawing"), s.Draws)
	defer bar.clear()
	drawn, err := result.WithIntervals(*s, func(done, _ int) bool {
		bar.set(done)
		return ctx.Err() == nil
	})
	if errors.Is(err, robustness.ErrStopped) {
		return nil, fmt.Errorf("draw methods: %w", ctx.Err())
	}
	return drawn, err
}
