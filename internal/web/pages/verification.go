package pages

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// Verdicts are what analysts and municipalities say about answers; see
// [verification.Service].
type Verdicts interface {
	Queue(actor account.Actor) ([]verification.Item, error)
	Waiting(actor account.Actor) int
	Thread(ctx context.Context, actor account.Actor, key assessment.Key) (verification.Thread, error)
	Threads(ctx context.Context, actor account.Actor, code municipality.Code) (map[framework.IndicatorKey]verification.Thread, error)
	Decide(ctx context.Context, actor account.Actor, decisions ...verification.Decision) ([]verification.Entry, error)
	Reply(ctx context.Context, actor account.Actor, seen verification.Seen, comment string) (verification.Entry, error)
	// Import records answers of many municipalities; see [verification.Service.Import].
	Import(ctx context.Context, actor account.Actor, reports []assessment.Report) (verification.Imported, error)
	ReportFinding(ctx context.Context, actor account.Actor, r assessment.Report, comment string) (verification.Found, error)
}

// verifyPath is where the queue is.
const verifyPath = "/verify"

// The fields of the forms that decide.
const (
	fieldItem   = "item"
	fieldStatus = "status"
	fieldLast   = "last"
	paramDone   = "done"
	paramWas    = "was"
	paramPage   = "page"
	lackingYes  = "yes"
)

// verifyPage is what the list is made from.
type verifyPage struct {
	choice verifyChoice
	// chosen are the boxes that were ticked, with what is wrong with that.
	chosen  []string
	faults  view.FieldErrors
	changed *verification.Changed
}

// Verification lists what waits for analysts.
func (h *Handlers) Verification(v *Visit) error {
	return h.showQueue(v, http.StatusOK, verifyPage{choice: verifyChoiceOf(v.QueryParams())})
}

func (h *Handlers) showQueue(v *Visit, status int, page verifyPage) error {
	items, err := h.Verdicts.Queue(v.Actor)
	if err != nil {
		return err
	}
	l := v.Look
	m := h.queueModel(v, page, items)
	m.CSRF = v.CSRF
	p := h.page(v, l.T("verification.title"), l.T("verification.lead"))
	p.Address = page.choice.address(verifyPath)
	return showStatus(v, status, p, view.VerifyQueueBody(l, m))
}

// VerifySeveral verifies the answers that were ticked in the list.
func (h *Handlers) VerifySeveral(v *Visit) error {
	form, err := v.FormParams()
	if err != nil {
		return fault.New(fault.Invalid, "verification.nothing_chosen")
	}
	page := verifyPage{choice: verifyChoiceOf(form), chosen: form[fieldItem]}
	decisions := make([]verification.Decision, 0, len(page.chosen))
	for _, text := range page.chosen {
		seen, ok := parseSeen(text)
		if !ok {
			return fault.New(fault.NotFound, "verification.unknown")
		}
		decisions = append(decisions, verification.Decision{Seen: seen, Kind: assessment.VerdictVerified})
	}
	entries, err := h.Verdicts.Decide(v.Request().Context(), v.Actor, decisions...)
	switch {
	case err == nil:
		return v.Redirect(http.StatusSeeOther, page.choice.with(paramDone, strconv.Itoa(len(entries))).address(verifyPath))
	case errors.As(err, &page.changed):
		return h.showQueue(v, http.StatusConflict, page)
	}
	if page.faults = fieldErrors(v.Look, err); len(page.faults) == 0 {
		return err
	}
	return h.showQueue(v, http.StatusUnprocessableEntity, page)
}

// itemPage is what one answer's page is made from.
type itemPage struct {
	choice verifyChoice
	key    assessment.Key
	// typed is the comment that could not be recorded, with what is wrong.
	typed    string
	problems fault.Problems
	changed  bool
}

// VerifyItem shows one answer with its thread.
func (h *Handlers) VerifyItem(v *Visit) error {
	key, err := h.verifyKey(v)
	if err != nil {
		return err
	}
	return h.showItem(v, http.StatusOK, itemPage{choice: verifyChoiceOf(v.QueryParams()), key: key})
}

// Verify takes an analyst's decision and leads on to the next answer that waits.
func (h *Handlers) Verify(v *Visit) error {
	key, err := h.verifyKey(v)
	if err != nil {
		return err
	}
	form, err := v.FormParams()
	if err != nil {
		return fault.New(fault.Invalid, "verification.kind_unknown")
	}
	page := itemPage{choice: verifyChoiceOf(form), key: key, typed: form.Get(verification.FieldComment)}
	items, err := h.Verdicts.Queue(v.Actor)
	if err != nil {
		return err
	}
	next, found := verification.After(page.choice.filter.Apply(items), key)
	kind := assessment.VerdictKind(form.Get(fieldAction))
	_, err = h.Verdicts.Decide(v.Request().Context(), v.Actor, verification.Decision{
		Seen: seenIn(form, key), Kind: kind, Comment: page.typed,
	})
	var changed *verification.Changed
	switch {
	case err == nil:
		return v.Redirect(http.StatusSeeOther, page.choice.onwards(key, kind, next, found))
	case errors.As(err, &changed):
		page.changed = true
		return h.showItem(v, http.StatusConflict, page)
	}
	if page.problems = problemsOf(err); fault.KindOf(err) != fault.Invalid || len(page.problems) == 0 {
		return err
	}
	return h.showItem(v, http.StatusUnprocessableEntity, page)
}

func (h *Handlers) showItem(v *Visit, status int, page itemPage) error {
	ctx, l := v.Request().Context(), v.Look
	thread, err := h.Verdicts.Thread(ctx, v.Actor, page.key)
	if err != nil {
		return err
	}
	items, err := h.Verdicts.Queue(v.Actor)
	if err != nil {
		return err
	}
	s := h.Snapshots.Current()
	place, _ := s.Framework.Indicator(page.key.Indicator)
	unit, _ := s.Unit(page.key.Municipality)
	m := itemModel(l, s, page, thread, items)
	if m.Form != nil {
		m.Form.CSRF, m.Form.Keep = v.CSRF, keepName(v.Actor, "verdict", page.key)
	}
	p := h.page(v, place.Indicator.Title.In(l.Code()), "")
	p.Kicker = unit.Name + " · " + shortArea(l, *place.Top)
	p.Crumbs = []view.Link{{Href: page.choice.address(verifyPath), Text: l.T("verification.title")}, {Text: p.Title}}
	p.Address = page.choice.address(itemPath(page.key))
	return showStatus(v, status, p, view.VerifyItemBody(l, m))
}

// verifyKey returns the place that the address names.
func (h *Handlers) verifyKey(v *Visit) (assessment.Key, error) {
	s := h.Snapshots.Current()
	unknown := fault.New(fault.NotFound, "verification.unknown")
	code, err := municipality.ParseCode(v.Param("code"))
	if err != nil {
		return assessment.Key{}, unknown
	}
	name, err := url.PathUnescape(v.Param("indicator"))
	if err != nil {
		return assessment.Key{}, unknown
	}
	_, known := s.Unit(code)
	_, asked := s.Framework.Indicator(framework.IndicatorKey(name))
	if !known || !asked {
		return assessment.Key{}, unknown
	}
	return assessment.Key{Municipality: code, Indicator: framework.IndicatorKey(name)}, nil
}

// keepName names what somebody types about an answer in the browser's own store.
func keepName(actor account.Actor, what string, key assessment.Key) string {
	return strconv.FormatInt(int64(actor.ID), 10) + " " + what + " " + key.Municipality.String() + " " + string(key.Indicator)
}

// itemPath is the page of one answer.
func itemPath(key assessment.Key) string {
	return verifyPath + "/" + key.Municipality.String() + "/" + url.PathEscape(string(key.Indicator))
}

// seenIn reads from a form what somebody had before them. What is not a number
// was not seen.
func seenIn(form url.Values, key assessment.Key) verification.Seen {
	status, _ := strconv.ParseInt(form.Get(fieldStatus), 10, 64)
	last, _ := strconv.ParseInt(form.Get(fieldLast), 10, 64)
	return verification.Seen{Key: key, Status: assessment.StatusID(status), Last: assessment.VerdictID(last)}
}

// seenText writes what somebody has before them as the value of a box;
// [parseSeen] reads it.
func seenText(seen verification.Seen) string {
	return strings.Join([]string{
		seen.Key.Municipality.String(), string(seen.Key.Indicator),
		strconv.FormatInt(int64(seen.Status), 10), strconv.FormatInt(int64(seen.Last), 10),
	}, " ")
}

func parseSeen(text string) (seen verification.Seen, ok bool) {
	parts := strings.Fields(text)
	if len(parts) != 4 {
		return seen, false
	}
	code, err := municipality.ParseCode(parts[0])
	if err != nil {
		return seen, false
	}
	form := url.Values{fieldStatus: parts[2:3], fieldLast: parts[3:4]}
	seen = seenIn(form, assessment.Key{Municipality: code, Indicator: framework.IndicatorKey(parts[1])})
	return seen, seen.Status != 0
}

// withWaiting has the menu say how much waits for an analyst.
func (h *Handlers) withWaiting(v *Visit, menu []view.MenuItem) []view.MenuItem {
	if !account.MayVerify(v.Actor) || h.Verdicts == nil {
		return menu
	}
	for i, item := range menu {
		if item.Href != verifyPath {
			continue
		}
		if n := h.Verdicts.Waiting(v.Actor); n > 0 {
			menu[i].Text = v.Look.T("verification.menu_waiting", "N", v.Look.Int(n))
		}
	}
	return menu
}
