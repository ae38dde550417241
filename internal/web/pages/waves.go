package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/fault"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// MaxWaveForm is the largest form of a survey in bytes, a file among it.
const MaxWaveForm = 2 << 20

// firstWave is the survey whose question a new one begins with.
const firstWave = "de-2017"

// The buttons of the form of a survey, some with a number after a slash.
const (
	doSave           = "save"
	doFile           = "file"
	doAddQuestion    = "add-question"
	doRemoveQuestion = "remove-question/"
	doAddOption      = "add-option/"
	doRemoveOption   = "remove-option/"
)

// wavePage is what the form of a survey is made from.
type wavePage struct {
	// latest is the survey as it stands; nil for a new one.
	latest *survey.Latest
	// waves are all surveys, to begin a new one with.
	waves []survey.Latest
	// from is the key of the survey that the new one begins with.
	from    string
	typed   survey.TypedWave
	faults  fault.Problems
	changed bool
}

// NewWave shows the form for a new survey, begun with the questions of another.
func (h *Handlers) NewWave(v *Visit) error {
	page, err := h.newWavePage(v)
	if err != nil {
		return err
	}
	page.from = firstWave
	if from := v.QueryParam("from"); from != "" {
		page.from = from
	}
	page.typed = beginWave(v.Look, page.waves, page.from)
	return h.showWaveForm(v, http.StatusOK, page)
}

// EditWave shows the form of a survey that is there.
func (h *Handlers) EditWave(v *Visit) error {
	page, err := h.wavePageOf(v)
	if err != nil {
		return err
	}
	page.typed = survey.TypeWave(page.latest.Wave, v.Look.Exact)
	return h.showWaveForm(v, http.StatusOK, page)
}

// SaveNewWave takes the form of a new survey.
func (h *Handlers) SaveNewWave(v *Visit) error {
	page, err := h.newWavePage(v)
	if err != nil {
		return err
	}
	return h.takeWaveForm(v, page)
}

// SaveWave takes the form of a survey that is there.
func (h *Handlers) SaveWave(v *Visit) error {
	page, err := h.wavePageOf(v)
	if err != nil {
		return err
	}
	return h.takeWaveForm(v, page)
}

// WaveFile gives a survey as a file.
func (h *Handlers) WaveFile(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	versions, err := h.Waves.Versions(v.Request().Context(), v.Actor, key)
	if err != nil {
		return err
	}
	file, err := survey.WaveFile(versions[0].Wave)
	if err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+fileName(key)+`.yaml"`)
	return v.Blob(http.StatusOK, "application/yaml; charset=utf-8", file)
}

// fileName keeps what every system takes as a name.
func fileName(key string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '_'
	}, key)
}

func (h *Handlers) newWavePage(v *Visit) (wavePage, error) {
	waves, err := h.Waves.Waves(v.Request().Context(), v.Actor)
	return wavePage{waves: waves}, err
}

// wavePageOf begins the page of the survey that the address names, which must
// be one of single answers.
func (h *Handlers) wavePageOf(v *Visit) (wavePage, error) {
	key, err := waveKey(v)
	if err != nil {
		return wavePage{}, err
	}
	waves, err := h.Waves.Waves(v.Request().Context(), v.Actor)
	if err != nil {
		return wavePage{}, err
	}
	at := slices.IndexFunc(waves, func(w survey.Latest) bool { return w.Wave.Key == key })
	switch {
	case at < 0:
		return wavePage{}, fault.New(fault.NotFound, "survey.wave_unknown")
	case waves[at].Wave.Kind != survey.FromResponses:
		return wavePage{}, fault.New(fault.Invalid, "survey.not_of_responses")
	}
	return wavePage{latest: &waves[at], waves: waves}, nil
}

// beginWave returns a new survey with the questions of another, if there is one.
func beginWave(l view.Look, waves []survey.Latest, from string) survey.TypedWave {
	wave := survey.Wave{Purpose: survey.Gap, Design: &survey.Design{Minimum: survey.LeastShown, KeepMonths: survey.DefaultKeepMonths}}
	at := slices.IndexFunc(waves, func(w survey.Latest) bool { return w.Wave.Key == from })
	if at >= 0 {
		wave.Questions, wave.Population = survey.Asked(waves[at].Wave), waves[at].Wave.Population
	}
	typed := survey.TypeWave(wave, l.Exact)
	if at < 0 {
		typed.Questions = []survey.TypedQuestion{{Options: make([]survey.TypedAnswer, 2)}}
	}
	return typed
}

// takeWaveForm does what the button that was pressed is for.
func (h *Handlers) takeWaveForm(v *Visit, page wavePage) error {
	form, err := v.FormParams()
	if err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	page.typed, page.from = typedWave(form), form.Get("from")
	switch do := form.Get(fieldDo); {
	case do == doFile:
		return h.readWaveFile(v, page)
	case changeQuestions(&page.typed, do):
		return h.showWaveForm(v, http.StatusOK, page)
	}
	return h.saveWave(v, page)
}

// saveWave saves what was typed, or shows the form again with what keeps it
// from being saved.
func (h *Handlers) saveWave(v *Visit, page wavePage) error {
	before, typed := survey.Wave{}, page.typed
	if page.latest != nil {
		before = page.latest.Wave
		typed.Key = before.Key
	} else if strings.TrimSpace(typed.Key) == "" {
		typed.Key = survey.SuggestKey(strings.TrimSpace(typed.Fieldwork), keysOf(page.waves))
	}
	wave, err := typed.Wave(before)
	if err == nil {
		var saved survey.Version
		saved, err = h.Waves.Save(v.Request().Context(), v.Actor, survey.Saved{
			Wave: wave, Origin: survey.FromForm, Comment: strings.TrimSpace(page.typed.Comment), Seen: page.typed.Seen,
		})
		if err == nil {
			return v.Redirect(http.StatusSeeOther, fmt.Sprintf("%s?saved=%d", waveAddress(wave.Key), saved.Number))
		}
	}
	status := http.StatusUnprocessableEntity
	page.faults = problemsOf(err)
	switch kind := fault.KindOf(err); {
	case kind == fault.Conflict && page.latest != nil:
		status, page.changed = http.StatusConflict, true
	case kind != fault.Invalid || len(page.faults) == 0:
		return err
	}
	return h.showWaveForm(v, status, page)
}

func keysOf(waves []survey.Latest) []string {
	keys := make([]string, len(waves))
	for i, w := range waves {
		keys[i] = w.Wave.Key
	}
	return keys
}

// readWaveFile fills the form with what a file says.
func (h *Handlers) readWaveFile(v *Visit, page wavePage) error {
	file, err := sentFile(v.Request(), nil, fieldWaveFile)
	if err != nil {
		return err
	}
	if len(file.data) == 0 {
		page.faults.Add(fieldWaveFile, "imports.file_missing")
		return h.showWaveForm(v, http.StatusUnprocessableEntity, page)
	}
	wave, err := survey.ParseWave(file.data)
	page.faults = problemsOf(err)
	switch {
	case len(page.faults) > 0:
		page.faults = append(fault.Problems{}, inFile(page.faults)...)
	case err != nil:
		return err
	case wave.Kind != survey.FromResponses:
		page.faults.Add(fieldWaveFile, "survey.not_of_responses")
	case page.latest != nil && wave.Key != page.latest.Wave.Key:
		page.faults.Add(fieldWaveFile, "waveform.file.another", "Key", wave.Key)
	}
	if len(page.faults) > 0 {
		return h.showWaveForm(v, http.StatusUnprocessableEntity, page)
	}
	seen, comment := page.typed.Seen, page.typed.Comment
	page.typed = survey.TypeWave(wave, v.Look.Exact)
	page.typed.Seen, page.typed.Comment = seen, comment
	return h.showWaveForm(v, http.StatusOK, page)
}

// inFile moves the problems of a file to its rows, where the fields of the form
// are not meant.
func inFile(problems fault.Problems) fault.Problems {
	moved := slices.Clone(problems)
	for i := range moved {
		if moved[i].Row == 0 {
			moved[i].Field = fieldWaveFile
		}
	}
	if !slices.ContainsFunc(moved, func(p fault.Problem) bool { return p.Row == 0 }) {
		moved.Add(fieldWaveFile, "waveform.file.faults", "N", strconv.Itoa(len(problems)))
	}
	return moved
}

func (h *Handlers) showWaveForm(v *Visit, status int, page wavePage) error {
	l := v.Look
	title, lead := l.T("waveform.new.title"), l.T("waveform.new.lead")
	address := "/surveys/new"
	crumbs := []view.Link{{Href: "/surveys", Text: l.T("surveys.title")}}
	if page.latest != nil {
		wave := page.latest.Wave
		title, lead, address = l.T("waveform.edit.title"), wave.Title.In(l.Code()), waveAddress(wave.Key)+"/edit"
		crumbs = append(crumbs, view.Link{Href: waveAddress(wave.Key), Text: wave.Title.In(l.Code())})
	}
	p := h.page(v, title, lead)
	p.Crumbs, p.Address = crumbs, address
	m := waveFormModel(l, v.Snapshot, page)
	m.Action, m.CSRF = address, v.CSRF
	return showStatus(v, status, p, view.WaveFormBody(l, m))
}
