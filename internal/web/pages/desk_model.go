package pages

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"modenhed/internal/assessment"
	"modenhed/internal/benchmark"
	"modenhed/internal/desk"
	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/verification"
	"modenhed/internal/web/view"
)

// deskPage is how many facts stand on one page.
const deskPage = 50

// The uses of facts that can be asked for.
const (
	useOpen = "open"
	useUsed = "used"
	useAll  = "all"
)

// deskQuery is which facts somebody asks for.
type deskQuery struct {
	municipality municipality.Code
	area         framework.AreaKey
	use          string
	page         int
}

// readDeskQuery reads an address; what is not understood is left out.
func readDeskQuery(values url.Values) deskQuery {
	q := deskQuery{area: framework.AreaKey(values.Get("area")), use: values.Get("use")}
	q.municipality, _ = municipality.ParseCode(values.Get("municipality"))
	q.page, _ = strconv.Atoi(values.Get("page"))
	if q.use != useUsed && q.use != useAll {
		q.use = useOpen
	}
	return q
}

func (q deskQuery) address(page int) string {
	values := url.Values{}
	if q.municipality != 0 {
		values.Set("municipality", q.municipality.String())
	}
	if q.area != "" {
		values.Set("area", string(q.area))
	}
	if q.use != useOpen {
		values.Set("use", q.use)
	}
	if page > 1 {
		values.Set("page", strconv.Itoa(page))
	}
	if len(values) == 0 {
		return "/desk"
	}
	return "/desk?" + values.Encode()
}

func deskModel(l view.Look, s *benchmark.Snapshot, q deskQuery) view.Desk {
	m := view.Desk{
		Municipalities: []view.Choice{{Text: l.T("desk.all_municipalities"), Selected: q.municipality == 0}},
		Areas:          []view.Choice{{Text: l.T("desk.all_areas"), Selected: q.area == ""}},
	}
	var facts []view.DeskFact
	for _, unit := range s.Units {
		code := unit.Code.String()
		m.Municipalities = append(m.Municipalities, view.Choice{Value: code, Text: unit.Name, Selected: unit.Code == q.municipality})
		if q.municipality == 0 || q.municipality == unit.Code {
			facts = append(facts, deskFacts(l, s, unit, q)...)
		}
		if unit.Code == q.municipality {
			m.Other = view.Link{Href: deskAddress(unit.Code), Text: l.T("desk.all_questions", "Name", unit.Name)}
		}
	}
	for _, area := range s.Framework.Areas {
		m.Areas = append(m.Areas, choice(string(area.Key), area.Title.In(l.Code()), string(q.area)))
	}
	for _, use := range []string{useOpen, useUsed, useAll} {
		m.Uses = append(m.Uses, choice(use, l.T("desk.uses."+use), q.use))
	}
	m.Count = l.N("desk.count", len(facts))
	pages := max(1, (len(facts)+deskPage-1)/deskPage)
	page := min(max(q.page, 1), pages)
	for n := 1; n <= pages; n++ {
		m.Pages = append(m.Pages, view.PageLink{Link: view.Link{Href: q.address(n), Text: l.T("desk.page", "N", n)}, Current: n == page})
	}
	m.Facts = facts[min((page-1)*deskPage, len(facts)):min(page*deskPage, len(facts))]
	return m
}

// deskFacts are the facts about one municipality that are asked for, the newest first.
func deskFacts(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit, q deskQuery) []view.DeskFact {
	var items []evidence.Item
	for _, area := range s.Framework.Areas {
		if q.area == "" || q.area == area.Key {
			items = append(items, s.PublicEvidence(unit, area.Key)...)
		}
	}
	slices.SortStableFunc(items, func(a, b evidence.Item) int { return cmp.Compare(b.Year, a.Year) })
	voices := s.Voices(unit.Code)
	var facts []view.DeskFact
	for _, item := range items {
		suggested, ok := desk.Suggest(item, s.Places)
		if !ok {
			continue
		}
		used := usedIn(voices, item, items)
		if q.use == useOpen && used != nil || q.use == useUsed && used == nil {
			continue
		}
		place, _ := s.Framework.Indicator(suggested.Indicator)
		if used != nil {
			place, _ = s.Framework.Indicator(used.Indicator)
		}
		fact := view.DeskFact{
			EvidenceItem: evidenceItems(l, s, []evidence.Item{item}, false)[0],
			Indicator:    place.Indicator.Title.In(l.Code()),
			UseHref:      findingAddress(unit.Code, place.Indicator.Key, item.Key()),
		}
		fact.Municipality, fact.State = unit.Name, factState(l, place, voices[place.Indicator.Key].Own, used)
		facts = append(facts, fact)
	}
	return facts
}

// usedIn returns the finding that rests on a fact's source, nil when there is
// none. Where several facts have the source, the text says which it is.
func usedIn(voices map[framework.IndicatorKey]benchmark.Voices, item evidence.Item, items []evidence.Item) *assessment.Status {
	alone := !slices.ContainsFunc(items, func(other evidence.Item) bool {
		return other.SourceURL == item.SourceURL && other.Key() != item.Key()
	})
	for _, v := range voices {
		if v.Desk != nil && v.Desk.Answer.State != assessment.NotAnswered && v.Desk.Evidence.Link == item.SourceURL &&
			(alone || v.Desk.Evidence.Text == item.Fact.DA) {
			return v.Desk
		}
	}
	return nil
}

func factState(l view.Look, place framework.Place, own, used *assessment.Status) string {
	switch {
	case used != nil:
		return l.T("desk.state.used", "Date", l.Date(used.RecordedAt), "Answer", answerWords(l, place.Indicator, used.Answer))
	case own != nil && own.Answer.State != assessment.NotAnswered:
		return l.T("desk.state.answered", "Answer", answerWords(l, place.Indicator, own.Answer))
	}
	return l.T("desk.state.open")
}

func deskMunicipalityModel(l view.Look, s *benchmark.Snapshot, unit *benchmark.Unit) view.DeskMunicipality {
	m := view.DeskMunicipality{
		FactsHref: deskQuery{municipality: unit.Code, use: useAll}.address(1),
		FactsText: l.T("desk.facts", "Name", unit.Name),
	}
	voices := s.Voices(unit.Code)
	for _, place := range s.Places {
		title := place.Top.Title.In(l.Code())
		if n := len(m.Areas); n == 0 || m.Areas[n-1].Title != title {
			m.Areas = append(m.Areas, view.DeskArea{Title: title})
		}
		v := voices[place.Indicator.Key]
		row := view.DeskRow{
			Title: place.Indicator.Title.In(l.Code()), Href: findingAddress(unit.Code, place.Indicator.Key, ""),
			Own: voiceWords(l, place, v.Own), Found: voiceWords(l, place, v.Desk),
		}
		if row.Found != "" {
			row.FoundDate = l.Date(v.Desk.RecordedAt)
		}
		area := &m.Areas[len(m.Areas)-1]
		area.Rows = append(area.Rows, row)
	}
	return m
}

// voiceWords is what a source says, empty when it says nothing.
func voiceWords(l view.Look, place framework.Place, status *assessment.Status) string {
	if status == nil || status.Answer.State == assessment.NotAnswered {
		return ""
	}
	return answerWords(l, place.Indicator, status.Answer)
}

// deskNotices say what became of the finding that the address names.
func deskNotices(v *Visit, unit *benchmark.Unit) []view.Notice {
	id, err := strconv.ParseInt(v.QueryParam(savedFinding), 10, 64)
	if err != nil {
		return nil
	}
	for key, voices := range v.Snapshot.Voices(unit.Code) {
		if voices.Desk == nil || int64(voices.Desk.ID) != id {
			continue
		}
		place, found := v.Snapshot.Framework.Indicator(key)
		if !found {
			return nil
		}
		text := v.Look.T(savedKey(v, voices), "Title", place.Indicator.Title.In(v.Look.Code()))
		return []view.Notice{{Kind: view.AlertSuccess, Text: text}}
	}
	return nil
}

func savedKey(v *Visit, voices benchmark.Voices) string {
	switch {
	case voices.Desk.Answer.State == assessment.NotAnswered:
		return "desk.withdrawn"
	case v.QueryParam("asked") != "":
		return "desk.saved_question"
	case voices.Own != nil && voices.Own.Answer.State != assessment.NotAnswered:
		return "desk.saved_aside"
	}
	return "desk.saved"
}

// begin fills a form in: from the fact, else from what the desk found before.
func (f *finding) begin(l view.Look) typedAnswer {
	typed := typedOf(l, f.place.Indicator, f.voices.Desk)
	typed.public, typed.comment = true, ""
	if f.fact == nil {
		return typed
	}
	typed = typedAnswer{public: true, seen: typed.seen}
	typed.evidenceLink, typed.evidenceText = f.fact.SourceURL, f.fact.Fact.DA
	suggested, ok := desk.Suggest(*f.fact, f.places)
	if ok && suggested.Sure && suggested.Indicator == f.place.Indicator.Key {
		typed.state, typed.value = assessment.Reported, strconv.Itoa(suggested.Level)
	}
	return typed
}

func (f *finding) model(l view.Look) view.DeskFinding {
	key := f.place.Indicator.Key
	q := view.ReportQuestion{
		Key:    string(key),
		Kicker: shortArea(l, *f.place.Top) + " · " + f.place.Indicator.Title.In(l.Code()),
		Text:   f.place.Indicator.Question.In(l.Code()),
		Seen:   f.typed.seen,
		Faults: questionFaults(l, f.place, f.problems),
	}
	q.Form = (&reporting{look: l}).form(f.place, f.typed, &q)
	q.Form.EvidenceLink.Optional = false
	q.Form.EvidenceText.Label = l.T("desk.source")
	q.Form.EvidenceLink.Hint, q.Form.EvidenceText.Hint, q.Form.Public.Hint = l.T("desk.hint.link"), l.T("desk.hint.text"), l.T("desk.hint.public")
	m := view.DeskFinding{
		Action: findingAddress(f.unit.Code, key, ""), Question: q, Help: f.place.Indicator.Help.In(l.Code()),
		Own: voiceWords(l, f.place, f.voices.Own), Found: voiceWords(l, f.place, f.voices.Desk),
		Faults: q.Faults, Fact: f.factKey(),
	}
	switch {
	case f.changed != nil:
		m.Changed = l.T("desk.changed.text", "Answer", voiceWords(l, f.place, f.changed))
	case f.fact != nil && len(f.problems) == 0 && f.typed.state == "":
		m.Suggested = l.T("desk.suggested_open")
	case f.fact != nil && len(f.problems) == 0:
		m.Suggested = l.T("desk.suggested")
	}
	if m.Own != "" {
		m.Comment = &view.Field{
			Name: verification.FieldQuestion, Value: f.comment, Limit: verification.MaxComment, Optional: true,
			Label: l.T("desk.question"), Hint: l.T("desk.question_hint"),
		}
		for _, problem := range f.problems {
			if problem.Field == verification.FieldQuestion {
				m.Comment.Error = problemText(l, problem)
				m.Faults = append(m.Faults, view.FieldError{ID: verification.FieldQuestion, Text: m.Comment.Error})
			}
		}
	}
	return m
}
