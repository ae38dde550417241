package pages

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"modenhed/internal/account"
	"modenhed/internal/fault"
	"modenhed/internal/survey"
	"modenhed/internal/web/view"
)

// Waves shows and corrects surveys.
type Waves interface {
	// Versions returns every version of a survey, newest first.
	Versions(ctx context.Context, actor account.Actor, key string) ([]survey.Version, error)
	EnterShares(ctx context.Context, actor account.Actor, key string, typed survey.Typed) (survey.Version, error)
	// Waves returns all surveys as they stand, earliest fieldwork first.
	Waves(ctx context.Context, actor account.Actor) ([]survey.Latest, error)
	// Save records a new survey or a new version of one.
	Save(ctx context.Context, actor account.Actor, in survey.Saved) (survey.Version, error)
	// Record records the answers to a survey, and CheckRecord says why it would not.
	Record(ctx context.Context, actor account.Actor, b survey.Batch, seen int64) (survey.Version, error)
	CheckRecord(ctx context.Context, b survey.Batch) error
}

// Surveys lists the surveys.
func (h *Handlers) Surveys(v *Visit) error {
	l := v.Look
	waves, err := h.Waves.Waves(v.Request().Context(), v.Actor)
	if err != nil {
		return err
	}
	p := h.page(v, l.T("surveys.title"), l.T("surveys.lead"))
	p.Actions = []view.Action{
		{Link: view.Link{Href: "/surveys/new", Text: l.T("surveys.new")}},
		{Link: view.Link{Href: "/surveys/seats", Text: l.T("seats.menu")}},
	}
	return show(v, p, view.SurveysBody(l, surveysModel(l, v.Snapshot, waves)))
}

// Survey shows one survey with the form for exact shares.
func (h *Handlers) Survey(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	versions, err := h.Waves.Versions(v.Request().Context(), v.Actor, key)
	if err != nil {
		return err
	}
	page := surveyPage{versions: versions}
	if versions[0].Wave.Kind == survey.FromResponses {
		return h.showResponses(v, page)
	}
	page.saved, _ = strconv.ParseInt(v.QueryParam("saved"), 10, 64)
	return h.showSurvey(v, http.StatusOK, page)
}

// EnterShares takes the form.
func (h *Handlers) EnterShares(v *Visit) error {
	key, err := waveKey(v)
	if err != nil {
		return err
	}
	form, err := v.FormParams()
	if err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	typed := typedShares(form)
	recorded, err := h.Waves.EnterShares(v.Request().Context(), v.Actor, key, typed)
	if err == nil {
		return v.Redirect(http.StatusSeeOther, fmt.Sprintf("%s?saved=%d", waveAddress(key), recorded.Number))
	}
	return h.showAgain(v, key, typed, err)
}

// showAgain answers with the form as it was typed and what keeps it from being
// saved, or with the error itself when the form cannot put it right.
func (h *Handlers) showAgain(v *Visit, key string, typed survey.Typed, refused error) error {
	page := surveyPage{typed: &typed, faults: problemsOf(refused)}
	status := http.StatusUnprocessableEntity
	switch kind := fault.KindOf(refused); {
	case kind == fault.Conflict:
		status, page.changed = http.StatusConflict, true
	case kind != fault.Invalid || len(page.faults) == 0:
		return refused
	}
	var err error
	if page.versions, err = h.Waves.Versions(v.Request().Context(), v.Actor, key); err != nil {
		return err
	}
	return h.showSurvey(v, status, page)
}

// surveyPage is what a survey's page is made from.
type surveyPage struct {
	// versions are the survey's, newest first.
	versions []survey.Version
	// saved is the number of the version that the visitor has just made, 0 for none.
	saved int64
	// typed is what the visitor sent and could not be saved, with its faults;
	// changed means that somebody else was first.
	typed   *survey.Typed
	faults  fault.Problems
	changed bool
}

func (h *Handlers) showSurvey(v *Visit, status int, page surveyPage) error {
	l := v.Look
	wave := page.versions[0].Wave
	p := h.page(v, wave.Title.In(l.Code()), surveyLead(l, wave))
	p.Crumbs = []view.Link{{Href: "/surveys", Text: l.T("surveys.title")}}
	p.Address = waveAddress(wave.Key)
	if wave.Kind == survey.FromResponses {
		p.Actions = append(p.Actions, view.Action{Link: view.Link{Href: fieldworkAddress(wave.Key), Text: l.T("fieldwork.title")}})
	}
	m := surveyModel(l, v.Snapshot, page)
	for i := range m.Forms {
		m.Forms[i].CSRF = v.CSRF
	}
	return showStatus(v, status, p, view.SurveyBody(l, m))
}

// waveKey returns the key of the survey that the address names.
func waveKey(v *Visit) (string, error) {
	key, err := url.PathUnescape(v.Param("key"))
	if err != nil {
		return "", fault.New(fault.NotFound, "survey.wave_unknown")
	}
	return key, nil
}

func waveAddress(key string) string { return "/surveys/" + url.PathEscape(key) }
