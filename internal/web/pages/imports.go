package pages

import (
	"net/http"
	"strconv"

	"modenhed/internal/fault"
	"modenhed/internal/opinion"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// Estimates says what answers show that need not be recorded.
type Estimates interface {
	Estimate(wave survey.Wave, r *survey.Responses, margins []byte) (*opinion.Report, error)
	SuggestMerges(wave survey.Wave, r *survey.Responses, margins []byte) opinion.Merges
}

// The buttons of an import.
const (
	doUpload  = "upload"
	doMap     = "map"
	doCheck   = "check"
	doMerge   = "merge"
	doConfirm = "confirm"
)

// ImportForm asks for the files with the answers to a survey.
func (h *Handlers) ImportForm(v *Visit) error {
	in, err := h.importOf(v)
	if err != nil {
		return err
	}
	return h.showUpload(v, in, http.StatusOK, nil)
}

// Import takes the next step of an import. The files come with every step, so
// that nothing is kept before the answers are recorded.
func (h *Handlers) Import(v *Visit) error {
	in, err := h.importOf(v)
	if err != nil {
		return err
	}
	form, err := readImportForm(v)
	if err != nil {
		return err
	}
	if problems := in.take(form, v.Snapshot); len(problems) > 0 {
		return h.showUpload(v, in, http.StatusUnprocessableEntity, problems)
	}
	switch form.do {
	case doUpload, doMap:
		return h.showMapping(v, in, http.StatusOK, nil)
	}
	if err := in.read(); err != nil {
		problems := problemsOf(err)
		if len(problems) == 0 {
			return err
		}
		return h.showMapping(v, in, http.StatusUnprocessableEntity, problems)
	}
	if form.do == doConfirm && in.unchanged(form) {
		return h.recordImport(v, in)
	}
	return h.showCheck(v, in, nil)
}

// importOf begins an import for the survey that the address names, which must
// be one of single answers.
func (h *Handlers) importOf(v *Visit) (*surveyImport, error) {
	key, err := waveKey(v)
	if err != nil {
		return nil, err
	}
	versions, err := h.Waves.Versions(v.Request().Context(), v.Actor, key)
	if err != nil {
		return nil, err
	}
	if versions[0].Wave.Kind != survey.FromResponses {
		return nil, fault.New(fault.Invalid, "survey.not_of_responses")
	}
	return &surveyImport{latest: versions[0], seen: versions[0].Number}, nil
}

// recordImport records the answers, or says why not.
func (h *Handlers) recordImport(v *Visit, in *surveyImport) error {
	batch := in.batch(h.merges(in))
	recorded, err := h.Waves.Record(v.Request().Context(), v.Actor, batch, in.seen)
	if err != nil {
		return h.showCheck(v, in, err)
	}
	return v.Redirect(http.StatusSeeOther, waveAddress(in.latest.Wave.Key)+"?imported="+strconv.FormatInt(recorded.Number, 10))
}

// merges are what parties may be merged with, before anything is.
func (h *Handlers) merges(in *surveyImport) opinion.Merges {
	return h.Estimates.SuggestMerges(in.latest.Wave, in.responses, in.marginsFile())
}

// showCheck shows what would be recorded, or why it is refused.
func (h *Handlers) showCheck(v *Visit, in *surveyImport, refused error) error {
	merges := h.merges(in)
	batch := in.batch(merges)
	status := http.StatusOK
	if refused == nil {
		refused = h.Waves.CheckRecord(v.Request().Context(), batch)
	}
	switch fault.KindOf(refused) {
	case fault.Conflict:
		status = http.StatusConflict
		in.seen = in.latest.Number
	case fault.Invalid:
		status = http.StatusUnprocessableEntity
	default:
		if refused != nil {
			return refused
		}
	}
	report, err := h.Estimates.Estimate(batch.Version.Wave, batch.Responses, batch.Margins)
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return err
	}
	m := importCheck{l: v.Look, in: in, snapshot: v.Snapshot, merges: merges, report: report, refused: refused}.model()
	m.Carried = in.carried(v)
	m.Carried.Hidden = append(m.Carried.Hidden, in.chosen()...)
	m.Carried.Hidden = append(m.Carried.Hidden, view.Hidden{Name: fieldMerged, Value: in.merged()})
	return showStatus(v, status, h.importPage(v, in, 3), view.ImportCheckBody(v.Look, m))
}

// showUpload asks for the files, with what was wrong with those sent.
func (h *Handlers) showUpload(v *Visit, in *surveyImport, status int, problems fault.Problems) error {
	m := uploadModel(v.Look, in, v.Snapshot, problems)
	m.Carried.Action, m.Carried.CSRF = importAddress(in.latest.Wave.Key), v.CSRF
	return showStatus(v, status, h.importPage(v, in, 1), view.ImportUploadBody(v.Look, m))
}

// showMapping shows how the files are understood, with what is wrong.
func (h *Handlers) showMapping(v *Visit, in *surveyImport, status int, problems fault.Problems) error {
	m := mappingModel(v.Look, in, problems)
	m.Carried = in.carried(v)
	return showStatus(v, status, h.importPage(v, in, 2), view.ImportMappingBody(v.Look, m))
}

func (h *Handlers) importPage(v *Visit, in *surveyImport, step int) view.Page {
	l := v.Look
	wave := in.latest.Wave
	p := h.page(v, l.T("imports.title"), wave.Title.In(l.Code()))
	p.Kicker = l.T("imports.step", "Step", step, "Of", 3)
	p.Crumbs = []view.Link{
		{Href: "/surveys", Text: l.T("surveys.title")},
		{Href: waveAddress(wave.Key), Text: wave.Title.In(l.Code())},
	}
	p.Address = importAddress(wave.Key)
	return p
}

func importAddress(key string) string { return waveAddress(key) + "/import" }
