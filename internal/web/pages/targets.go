package pages

import (
	"context"
	"net/http"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/target"
	"modenhed/internal/web/view"
)

// Targets records what municipalities aim at.
type Targets interface {
	// Set and Withdraw are those of [target.Service].
	Set(ctx context.Context, actor account.Actor, typed target.Typed) (target.Target, error)
	Withdraw(ctx context.Context, actor account.Actor, key assessment.Key, seen int64) (target.Target, error)
	// Entries returns all entries of a municipality, or of all for code 0, by rising number.
	Entries(ctx context.Context, actor account.Actor, code municipality.Code) ([]target.Target, error)
}

// The parameters of the lists of targets.
const (
	paramOwner        = "owner"
	paramMunicipality = "municipality"
	paramIndicator    = "indicator"
)

const (
	ownTargetsPath = "/report/targets"
	allTargetsPath = "/targets"
)

// OwnTargets lists the targets of an editor's municipality.
func (h *Handlers) OwnTargets(v *Visit) error {
	set, err := h.targetSet(v, v.Actor.Municipality)
	if err != nil {
		return err
	}
	l := v.Look
	m := set.list(v.QueryParam(paramOwner))
	m.Action, m.Download = ownTargetsPath, ownTargetsPath+".csv"+queryOf(paramOwner, m.Owner)
	m.EmptyHref = "/report"
	p := h.page(v, l.T("targets.title"), l.T("targets.lead"))
	p.Crumbs = []view.Link{{Href: "/report", Text: l.T("report.title")}, {Text: p.Title}}
	p.Address = ownTargetsPath
	return show(v, p, view.TargetsBody(l, m))
}

// OwnTargetsCSV answers with the same as a file.
func (h *Handlers) OwnTargetsCSV(v *Visit) error {
	set, err := h.targetSet(v, v.Actor.Municipality)
	if err != nil {
		return err
	}
	return set.csv(v, set.owned(v.QueryParam(paramOwner)))
}

// AllTargets shows to analysts how the targets of all municipalities stand,
// those of one municipality, or those of one indicator.
func (h *Handlers) AllTargets(v *Visit) error {
	set, err := h.targetSet(v, 0)
	if err != nil {
		return err
	}
	l := v.Look
	lines, of, err := set.chosen(v)
	if err != nil {
		return err
	}
	p := h.page(v, l.T("targets.all.title"), l.T("targets.all.lead"))
	p.Address = allTargetsPath
	if of == "" {
		return show(v, p, view.AllTargetsBody(l, set.overview()))
	}
	p.Crumbs = []view.Link{{Href: allTargetsPath, Text: p.Title}, {Text: of}}
	p.Title, p.Lead = l.T("targets.all.of", "Name", of), ""
	m := view.Targets{Groups: set.groups(lines), Foreign: true, Download: allTargetsPath + ".csv?" + v.Request().URL.RawQuery}
	return show(v, p, view.TargetsBody(l, m))
}

// AllTargetsCSV answers with the same as a file.
func (h *Handlers) AllTargetsCSV(v *Visit) error {
	set, err := h.targetSet(v, 0)
	if err != nil {
		return err
	}
	lines, _, err := set.chosen(v)
	if err != nil {
		return err
	}
	return set.csv(v, lines)
}

// chosen returns the lines that the address asks for and what they have in
// common; of is empty for all.
func (s *targetSet) chosen(v *Visit) (lines []targetLine, of string, err error) {
	code, key := strings.TrimSpace(v.QueryParam(paramMunicipality)), framework.IndicatorKey(v.QueryParam(paramIndicator))
	switch {
	case code != "":
		parsed, err := municipality.ParseCode(code)
		if err != nil {
			return nil, "", fault.New(fault.NotFound, "municipalities.unknown")
		}
		unit, found := s.snapshot.Unit(parsed)
		if !found {
			return nil, "", fault.New(fault.NotFound, "municipalities.unknown")
		}
		return s.filtered(func(line targetLine) bool { return line.unit.Code == parsed }), unit.Name, nil
	case key != "":
		place, found := s.snapshot.Framework.Indicator(key)
		if !found {
			return nil, "", fault.New(fault.NotFound, "report.unknown")
		}
		title := place.Indicator.Title.In(s.look.Code())
		return s.filtered(func(line targetLine) bool { return line.place.Indicator.Key == key }), title, nil
	}
	return s.lines, "", nil
}

// Target shows one target of an editor's municipality with its form.
func (h *Handlers) Target(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	return h.showTarget(v, http.StatusOK, targetPage{place: place})
}

// SetTarget records a target.
func (h *Handlers) SetTarget(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	typed := readTypedTarget(v, place)
	recorded, err := h.Targets.Set(v.Request().Context(), v.Actor, typed)
	return h.targetAnswer(v, targetPage{place: place, typed: &typed}, recorded, err)
}

// WithdrawTarget takes a target back.
func (h *Handlers) WithdrawTarget(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	typed := readTypedTarget(v, place)
	key := assessment.Key{Municipality: typed.Municipality, Indicator: typed.Indicator}
	recorded, err := h.Targets.Withdraw(v.Request().Context(), v.Actor, key, typed.Seen)
	return h.targetAnswer(v, targetPage{place: place}, recorded, err)
}
