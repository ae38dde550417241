package pages

import (
	"cmp"
	"math"
	"slices"

	"modenhed/internal/account"
	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/perception"
	"modenhed/internal/smallarea"
	"modenhed/internal/web/view"
)

// Quadrants answers the page of a wave's quadrants.
func (h *Handlers) Quadrants(v *Visit) error {
	l, s := v.Look, v.Snapshot
	b, ok := s.Beliefs(v.Param("wave"))
	if !ok {
		return fault.New(fault.NotFound, "belief.unknown_wave")
	}
	m := view.QuadrantPage{
		Invented: b.Wave.Invented, Why: noQuadrants(l, b), CSVHref: csvAddress(b.Wave.Key),
		WaveHref: "/perception/" + b.Wave.Key, WaveTitle: b.Wave.Title.In(l.Code()),
	}
	if m.Why == "" {
		moved, err := s.Movement(b)
		if err != nil {
			return err
		}
		fillQuadrants(v, &m, b, moved)
	}
	p := h.figurePage(v, s, l.T("quadrant.title"), l.T("quadrant.lead"))
	p.Description = l.T("quadrant.lead")
	p.Crumbs = []view.Link{{Href: "/perception", Text: l.T("perceived.title")}, {Href: m.WaveHref, Text: m.WaveTitle}}
	p.Charts = true
	return show(v, p, view.QuadrantBody(l, m))
}

// noQuadrants says why a wave has no quadrants; empty when it has.
func noQuadrants(l view.Look, b *benchmark.Beliefs) string {
	switch {
	case b.Report == nil:
		return l.T("quadrant.none.published")
	case b.Councils == nil:
		return l.T("quadrant.none.seats")
	case b.Councils.Why != "":
		return l.T("quadrant.none."+string(b.Councils.Why), "Months", perception.MaxMonthsApart)
	}
	return ""
}

// tally counts the placements of one quadrant.
type quadrantTally struct{ placed, certain, seats int }

func tallyQuadrants(set *benchmark.CouncilSet) (by map[perception.Quadrant]quadrantTally, all quadrantTally) {
	by = make(map[perception.Quadrant]quadrantTally)
	for _, spot := range set.Spots {
		if spot.Quadrant == "" {
			continue
		}
		t := by[spot.Quadrant]
		t.placed++
		all.placed++
		switch spot.Certainty {
		case perception.Certain:
			t.certain++
			all.certain++
		case perception.SeatsOnly, perception.SeatsOnlyOpen:
			t.seats++
			all.seats++
		}
		by[spot.Quadrant] = t
	}
	return by, all
}

func quadrantName(l view.Look, q perception.Quadrant) string {
	return l.T("quadrant.name." + string(q))
}

// quadrantCards are the quadrants in short; none when there are none.
func quadrantCards(l view.Look, b *benchmark.Beliefs) []view.QuadrantCard {
	if b.Councils == nil || b.Councils.Lines == nil {
		return nil
	}
	by, _ := tallyQuadrants(b.Councils)
	var cards []view.QuadrantCard
	for _, q := range perception.Quadrants() {
		cards = append(cards, view.QuadrantCard{
			Key: string(q), Name: quadrantName(l, q), Text: l.T("quadrant.text." + string(q)),
			Count: l.N("quadrant.count", by[q].placed), Certain: l.N("quadrant.certain", by[q].certain),
		})
	}
	return cards
}

func fillQuadrants(v *Visit, m *view.QuadrantPage, b *benchmark.Beliefs, moved *benchmark.Movement) {
	l, s := v.Look, v.Snapshot
	set := b.Councils
	by, all := tallyQuadrants(set)
	m.Message = []string{
		l.T("quadrant.message.blind", "Blind", l.Int(by[perception.BlindSpot].placed), "Placed", l.Int(all.placed)),
		l.T("quadrant.message.certain", "Certain", l.N("quadrant.certain", all.certain), "Seats", l.N("quadrant.seats", all.seats)),
	}
	if all.certain == 0 {
		m.Message[1] = l.T("quadrant.message.uncertain", "Seats", l.N("quadrant.seats", all.seats))
	}
	if all.placed == 0 {
		m.Message = []string{l.T("quadrant.message.nobody")}
	}
	m.Lines = l.T("quadrant.lines", "Maturity", l.Score(set.Lines.Maturity), "Potential", beliefCell(l, b.Potential).Value, "Range", beliefCell(l, b.Potential).Range)
	m.NoLocal = localWords(l, set)
	for _, q := range perception.Quadrants() {
		list := view.QuadrantList{Key: string(q), Name: quadrantName(l, q), Text: l.T("quadrant.text." + string(q))}
		for _, i := range spotsOf(set, q) {
			list.Rows = append(list.Rows, spotRow(l, s.Units[i], set.Spots[i]))
		}
		m.Lists = append(m.Lists, list)
	}
	m.Absent = absentRows(l, s, b, account.MayEnterSurvey(v.Actor))
	m.Chart = quadrantChart(v, b)
	if moved != nil {
		m.Moves, m.MovesText = moveRows(l, s, moved)
	}
}

// spotsOf are the indices of the units of a quadrant, the surest first.
func spotsOf(set *benchmark.CouncilSet, q perception.Quadrant) []int {
	var list []int
	for i, spot := range set.Spots {
		if spot.Quadrant == q {
			list = append(list, i)
		}
	}
	order := perception.Certainties()
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Compare(slices.Index(order, set.Spots[a].Certainty), slices.Index(order, set.Spots[b].Certainty))
	})
	return list
}

func likelyCell(l view.Look, likely *perception.Likely) view.BeliefCell {
	if likely == nil {
		return view.BeliefCell{Value: l.Missing()}
	}
	number := func(x float64) string { return l.Decimal(x, 0) }
	cell := view.BeliefCell{Value: percentWith(l, number(likely.Share))}
	if i := likely.Interval; i != nil {
		cell.Range = l.Range(number(i.Low), percentWith(l, number(i.High)))
	}
	return cell
}

func basisWords(l view.Look, c perception.Council) string {
	if c.Basis == smallarea.FromAnswers && c.Answered != nil {
		return l.T("quadrant.basis.own_answers", "Band", bandWords(l, c.Answered))
	}
	return l.T("quadrant.basis.party_seats")
}

// bandWords writes how many answered a council's survey, which is known as a band only.
func bandWords(l view.Look, b *smallarea.Band) string {
	if b.High == 0 {
		return l.T("quadrant.basis.band_open", "Low", l.Int(b.Low))
	}
	return l.Range(l.Int(b.Low), l.Int(b.High))
}

func spotRow(l view.Look, u *benchmark.Unit, spot perception.Spot) view.SpotRow {
	return view.SpotRow{
		Name: u.Name, Href: profileAddress(u.Code, "", ""),
		Measured:  maturityCell(l, perception.MaturityOf([]perception.Score{*spot.Measured})),
		Potential: likelyCell(l, spot.Council.Potential),
		Basis:     basisWords(l, spot.Council), Certainty: l.T("quadrant.certainty." + string(spot.Certainty)),
		Certain: spot.Certainty == perception.Certain,
	}
}

// localWords say what the model found of local differences.
func localWords(l view.Look, set *benchmark.CouncilSet) string {
	p := set.Potential
	switch {
	case p.Share == nil:
		return ""
	case !p.LocalEffect:
		return l.T("quadrant.local.none")
	}
	key := "quadrant.local.some"
	if !perception.VerdictOf(p.NoEffectP).Clear() {
		key = "quadrant.local.hint"
	}
	return l.T(key, "Tau", l.Decimal(p.Tau, 2), "P", probability(l, p.NoEffectP))
}

// absenceOf is the key of why a municipality has no place.
func absenceOf(spot perception.Spot) string {
	if spot.Absent == perception.Unranked {
		return string(perception.Unranked)
	}
	if spot.Council.Misfit {
		return "misfit"
	}
	return string(spot.Council.Reason)
}

// absentRows are the municipalities without a place, by reason.
func absentRows(l view.Look, s *benchmark.Snapshot, b *benchmark.Beliefs, analyst bool) []view.AbsentRow {
	var rows []view.AbsentRow
	for _, reason := range []string{string(perception.Unranked), string(smallarea.UnknownSeats), "misfit", string(smallarea.TooFewAnswers), string(smallarea.AnswersAlike)} {
		row := view.AbsentRow{Reason: l.T("quadrant.absent."+reason, "Least", l.Int(b.Report.Minimum))}
		if reason == string(smallarea.UnknownSeats) || reason == "misfit" {
			row.Hint = l.T("quadrant.hint.seats")
			if analyst {
				row.HintHref = "/surveys/seats"
			}
		}
		for i, spot := range b.Councils.Spots {
			if spot.Absent != "" && absenceOf(spot) == reason {
				row.Units = append(row.Units, view.Link{Href: profileAddress(s.Units[i].Code, "", ""), Text: s.Units[i].Name})
			}
		}
		if len(row.Units) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// moveRows are the municipalities in another quadrant than at the wave before.
func moveRows(l view.Look, s *benchmark.Snapshot, m *benchmark.Movement) (rows []view.MoveRow, words string) {
	certain := 0
	for _, unit := range s.Units {
		i := slices.IndexFunc(m.Moves, func(move perception.Move) bool { return move.Code == codeText(unit) })
		if i < 0 {
			continue
		}
		move := m.Moves[i]
		key := "quadrant.move.open"
		if move.Certain {
			key, certain = "quadrant.move.certain", certain+1
		}
		rows = append(rows, view.MoveRow{
			Name: unit.Name, Href: profileAddress(unit.Code, "", ""),
			From: quadrantName(l, move.From.Quadrant), To: quadrantName(l, move.To.Quadrant), Certainty: l.T(key),
		})
	}
	return rows, l.T("quadrant.move.text", "Moved", l.Int(len(rows)), "Both", l.Int(m.Both), "Certain", l.Int(certain),
		"Before", l.YearMonth(m.Before.Fieldwork))
}

func codeText(u *benchmark.Unit) string { return u.Code.String() }

type quadrantPoint struct {
	Name      string    `json:"name"`
	Short     string    `json:"short"`
	X         float64   `json:"x"`
	Y         float64   `json:"y"`
	XInterval []float64 `json:"xInterval,omitempty"`
	YInterval []float64 `json:"yInterval,omitempty"`
	Kind      string    `json:"kind"`
	Note      string    `json:"note,omitempty"`
}

type quadrantAxis struct {
	Name  string     `json:"name"`
	Line  float64    `json:"line"`
	Range [2]float64 `json:"range"`
}

type quadrants struct {
	Lang        string            `json:"lang"`
	Description string            `json:"description"`
	X           quadrantAxis      `json:"x"`
	Y           quadrantAxis      `json:"y"`
	Corners     map[string]string `json:"corners"`
	Kinds       []chartKind       `json:"kinds"`
	Points      []quadrantPoint   `json:"points"`
	Press       view.Press        `json:"press"`
}

// chartKind names the sign of a kind of points.
type chartKind struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// The kinds of points by certainty.
const (
	kindSure  = "sure"
	kindOpen  = "open"
	kindSeats = "seats"
)

func kindOf(c perception.Certainty) string {
	switch c {
	case perception.Certain:
		return kindSure
	case perception.SeatsOnly, perception.SeatsOnlyOpen:
		return kindSeats
	}
	return kindOpen
}

// quadrantChart draws all that have a place, the surest first, so that their
// names find room; nil when nobody has.
func quadrantChart(v *Visit, b *benchmark.Beliefs) any {
	l, s, set := v.Look, v.Snapshot, b.Councils
	chart := quadrants{
		Lang: l.Code(), Description: l.T("quadrant.chart.words"),
		X: quadrantAxis{Name: l.T("quadrant.chart.x"), Line: round1(set.Lines.Maturity)},
		Y: quadrantAxis{Name: l.T("quadrant.chart.y"), Line: round1(set.Lines.Potential)},
		Corners: map[string]string{
			"topLeft": quadrantName(l, perception.Eager), "topRight": quadrantName(l, perception.Wanting),
			"bottomLeft": quadrantName(l, perception.BlindSpot), "bottomRight": quadrantName(l, perception.Content),
		},
		Press: pressOf(v, b, l.T("quadrant.chart.title"), l.T("quadrant.chart.file")+"-"+b.Wave.Key),
	}
	chart.Press.Lines = append(chart.Press.Lines, l.T("quadrant.chart.lines"))
	for _, kind := range []string{kindSure, kindOpen, kindSeats} {
		chart.Kinds = append(chart.Kinds, chartKind{kind, l.T("quadrant.kind." + kind)})
	}
	x, y := []float64{set.Lines.Maturity}, []float64{set.Lines.Potential}
	for _, kind := range []string{kindSure, kindOpen, kindSeats} {
		for i, spot := range set.Spots {
			if spot.Quadrant == "" || kindOf(spot.Certainty) != kind {
				continue
			}
			p := pointOf(l, s.Units[i], spot)
			x, y = append(x, p.X), append(y, p.Y)
			chart.Points = append(chart.Points, p)
		}
	}
	if len(chart.Points) == 0 {
		return nil
	}
	chart.X.Range, chart.Y.Range = around(x), around(y)
	return chart
}

func pointOf(l view.Look, u *benchmark.Unit, spot perception.Spot) quadrantPoint {
	bounds := spot.Measured.Bounds
	p := quadrantPoint{
		Name: u.Name, Short: u.Short, X: round1(spot.Measured.Points), Y: round1(spot.Council.Potential.Share), Kind: kindOf(spot.Certainty),
		XInterval: []float64{round1(bounds.Low), round1(bounds.High)}, Note: l.T("quadrant.certainty." + string(spot.Certainty)),
	}
	if i := spot.Council.Potential.Interval; i != nil {
		p.YInterval = []float64{i.Low, i.High}
	}
	return p
}

// around returns a range of whole tens that holds the figures with room for
// names at both ends, within 0 to 100.
func around(figures []float64) [2]float64 {
	const step, room = 10, 4
	low := math.Floor((slices.Min(figures)-room)/step) * step
	high := math.Ceil((slices.Max(figures)+room)/step) * step
	return [2]float64{max(low, 0), min(high, 100)}
}
