package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/intake"
	"modenhed/internal/sheet"
	"modenhed/internal/store"
	"modenhed/internal/survey"
	"modenhed/internal/table"
)

// importSurveyCommand records answers to a wave, or the wave itself.
type importSurveyCommand struct {
	databaseFlag
	File       string   `arg:"" help:"command.help.import_file" placeholder:"FILE"`
	Wave       string   `help:"command.help.import_wave" placeholder:"KEY"`
	Population string   `help:"command.help.import_population" placeholder:"FILE"`
	Map        []string `sep:"none" help:"command.help.import_map" placeholder:"COLUMN=NAME"`
}

// Run implements command.
func (c *importSurveyCommand) Run(ctx context.Context, p *program) error {
	isWave := slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(c.File)))
	if err := c.misused(p, isWave); err != nil {
		return err
	}
	data, err := readImport(c.File)
	if err != nil {
		return err
	}
	return c.withStore(ctx, func(s *store.Store) error {
		keeper, err := loadKeeper(ctx, s, p.now, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		in := surveyImport{
			command: c, program: p, keeper: keeper,
			waves: surveysOf(s, keeper, slog.New(slog.DiscardHandler)),
		}
		if isWave {
			return in.wave(ctx, data)
		}
		return in.responses(ctx, data)
	})
}

// misused refuses flags that do not belong to the file.
func (c *importSurveyCommand) misused(p *program, isWave bool) error {
	for _, flag := range []struct {
		name string
		set  bool
	}{{"--wave", c.Wave != ""}, {"--population", c.Population != ""}, {"--map", len(c.Map) > 0}} {
		if isWave && flag.set {
			return p.misuse("command.usage.wave_file_only", "Flag", flag.name)
		}
	}
	for _, text := range c.Map {
		if column, name, ok := cutMap(text); !ok || column == "" || name == "" {
			return p.misuse("command.usage.map", "Text", text)
		}
	}
	return nil
}

// cutMap splits COLUMN=NAME at the last sign, which no name has.
func cutMap(text string) (column, name string, ok bool) {
	at := strings.LastIndexByte(text, '=')
	if at < 0 {
		return "", "", false
	}
	return strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:]), true
}

// readImport reads a file of at most as many bytes as an import may have, and
// one more.
func readImport(name string) (data []byte, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, inFile(name, err)
	}
	defer func() { err = inFile(name, errors.Join(err, file.Close())) }()
	return io.ReadAll(io.LimitReader(file, importLimits().Bytes+1))
}

// importLimits let in every wave that can be kept; the file is its owner's.
func importLimits() sheet.Limits {
	return sheet.Limits{Limits: table.Limits{Bytes: 64 << 20, Rows: survey.MaxResponses, Columns: 500}, Unpacked: 512 << 20}
}

// surveyImport is one import.
type surveyImport struct {
	command *importSurveyCommand
	program *program
	keeper  *benchmark.Keeper
	waves   *survey.Service
}

// wave creates or corrects the wave that a file describes.
func (in surveyImport) wave(ctx context.Context, data []byte) error {
	wave, err := survey.ParseWave(data)
	if err != nil {
		return inFile(in.command.File, err)
	}
	seen := int64(0)
	versions, err := in.waves.Versions(ctx, account.Console(), wave.Key)
	switch {
	case err == nil:
		seen = versions[0].Number
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	saved, err := in.waves.Save(ctx, account.Console(), survey.Saved{Wave: wave, Origin: survey.FromImport, Seen: seen})
	if err != nil {
		return inFile(in.command.File, intake.Refusal(err))
	}
	key := "command.imported.wave"
	if saved.Number == seen {
		key = "command.imported.wave_same"
	}
	return in.say(key, "Wave", wave.Key)
}

func (in surveyImport) say(key string, pairs ...any) error {
	if _, err := fmt.Fprintln(in.program.out, in.program.words.T(key, pairs...)); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

// responses records the answers in a file.
func (in surveyImport) responses(ctx context.Context, data []byte) error {
	latest, err := in.chosen(ctx)
	if err != nil {
		return err
	}
	bar := newBar(screenOf(in.program.err), in.program.now, in.program.words.T("command.importing"), 2)
	defer bar.clear()
	batch, err := in.batch(latest.Wave, data)
	if err != nil {
		return err
	}
	bar.set(1)
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := in.waves.Record(ctx, account.Console(), batch, latest.Number); err != nil {
		return inFile(in.command.File, intake.Refusal(err))
	}
	bar.set(2)
	shown, ok := in.keeper.Current().Opinion(latest.Wave.Key)
	if !ok || shown.Report == nil {
		return fmt.Errorf("answers to %s are recorded and not shown: %w", latest.Wave.Key, shown.Refused)
	}
	bar.clear()
	report, words := shown.Report, in.program.words
	return in.say("command.imported.responses", "N", words.Int(report.Respondents), "Wave", latest.Wave.Key,
		"Rate", words.Percent(100*report.ResponseRate()), "People", words.Short(report.People))
}

// chosen returns the wave that the answers belong to.
func (in surveyImport) chosen(ctx context.Context) (survey.Version, error) {
	if key := in.command.Wave; key != "" {
		versions, err := in.waves.Versions(ctx, account.Console(), key)
		if err != nil {
			return survey.Version{}, err
		}
		if versions[0].Wave.Kind != survey.FromResponses {
			return survey.Version{}, fault.New(fault.Invalid, "survey.not_of_responses")
		}
		return versions[0], nil
	}
	waves, err := in.waves.Waves(ctx, account.Console())
	if err != nil {
		return survey.Version{}, err
	}
	waves = slices.DeleteFunc(waves, func(w survey.Latest) bool { return w.Wave.Kind != survey.FromResponses })
	var keys []string
	for _, w := range waves {
		keys = append(keys, w.Wave.Key)
	}
	switch len(waves) {
	case 0:
		return survey.Version{}, fault.New(fault.NotFound, "command.usage.no_wave")
	case 1:
		return waves[0].Version, nil
	}
	return survey.Version{}, in.program.misuse("command.usage.which_wave", "Waves", strings.Join(keys, ", "))
}

// batch reads the files; the faults of both are told together.
func (in surveyImport) batch(wave survey.Wave, data []byte) (survey.Batch, error) {
	now := in.keeper.Current()
	margins, marginsErr := in.margins(wave)
	if marginsErr != nil {
		margins = nil
	}
	guide := intake.NewGuide(wave, now.Directory, now.Seats().AllParties(), margins)
	rows, err := sheet.Read(data, importLimits())
	if err != nil {
		return survey.Batch{}, errors.Join(marginsErr, inFile(in.command.File, err))
	}
	mapping, err := in.mapping(guide, rows.Header)
	if err != nil {
		return survey.Batch{}, err
	}
	responses, err := guide.Read(rows, mapping)
	if err := errors.Join(marginsErr, inFile(in.command.File, err)); err != nil {
		return survey.Batch{}, err
	}
	batch := survey.Batch{Version: survey.Version{Wave: wave, Origin: survey.FromImport}, Responses: responses}
	if margins != nil {
		batch.Margins = margins.File
	}
	return batch, nil
}

// margins reads the population; nil when none is given.
func (in surveyImport) margins(wave survey.Wave) (*intake.Margins, error) {
	name := in.command.Population
	if name == "" {
		return nil, nil
	}
	data, err := readImport(name)
	if err != nil {
		return nil, err
	}
	rows, err := sheet.Read(data, importLimits())
	if err != nil {
		return nil, inFile(name, err)
	}
	now := in.keeper.Current()
	margins, err := intake.ReadMargins(rows, wave, now.Directory, now.Seats().AllParties())
	return margins, inFile(name, err)
}

// mapping is what the headers look like, with what was said about them.
func (in surveyImport) mapping(guide *intake.Guide, header []string) (intake.Mapping, error) {
	mapping := guide.Guess(header)
	var allowed []string
	for _, item := range guide.Items() {
		allowed = append(allowed, item.Key)
	}
	for _, text := range in.command.Map {
		column, name, _ := cutMap(text)
		if !slices.Contains(allowed, name) {
			return mapping, in.program.misuse("command.usage.map_unknown", "Name", name, "Allowed", strings.Join(allowed, ", "))
		}
		for item, guessed := range mapping.Columns {
			if guessed == column {
				delete(mapping.Columns, item)
			}
		}
		mapping.Columns[name] = column
	}
	return mapping, nil
}
