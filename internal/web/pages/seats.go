package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"modenhed/internal/account"
	"modenhed/internal/council"
	"modenhed/internal/fault"
	"modenhed/internal/intake"
	"modenhed/internal/municipality"
	"modenhed/internal/sheet"
	"modenhed/internal/web/view"
)

// Councils records council seats by party.
type Councils interface {
	Record(ctx context.Context, actor account.Actor, seats []municipality.CouncilSeats) error
}

// The fields of the form for council seats.
const (
	fieldSeats    = "seats"
	fieldAccepted = "accepted"
)

// seatsPage is what the page of council seats is made from.
type seatsPage struct {
	saved  bool
	faults fault.Problems
	// file is what was sent and waits for a decision on its doubts.
	file   importFile
	doubts fault.Problems
}

// Seats shows of how many councils the seats by party are known.
func (h *Handlers) Seats(v *Visit) error {
	return h.showSeats(v, http.StatusOK, seatsPage{saved: v.QueryParam("saved") == "1"})
}

// ImportSeats takes a file with council seats. What does not agree with other
// sources is recorded only when the visitor says so.
func (h *Handlers) ImportSeats(v *Visit) error {
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	file, err := sentFile(v.Request(), form, fieldSeats)
	if err != nil {
		return err
	}
	page := seatsPage{file: file}
	if len(file.data) == 0 {
		page.faults.Add(fieldSeats, "imports.file_missing")
		return h.showSeats(v, http.StatusUnprocessableEntity, page)
	}
	seats, problems := readSeats(v, file)
	if len(problems) > 0 {
		page.faults = problems
		return h.showSeats(v, http.StatusUnprocessableEntity, page)
	}
	page.doubts = council.Doubts(v.Snapshot.Seats(), v.Snapshot.Directory, seats)
	if len(page.doubts) > 0 && form.Get(fieldAccepted) == "" {
		return h.showSeats(v, http.StatusUnprocessableEntity, page)
	}
	if err := h.Councils.Record(v.Request().Context(), v.Actor, seats); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, "/surveys/seats?saved=1")
}

func readSeats(v *Visit, file importFile) ([]municipality.CouncilSeats, fault.Problems) {
	rows, err := sheet.Read(file.data, sheet.DefaultLimits())
	if err != nil {
		return nil, problemsOf(err)
	}
	seats, err := intake.ReadSeats(rows, v.Snapshot.Directory, v.Snapshot.Seats().AllParties())
	return seats, problemsOf(err)
}

func (h *Handlers) showSeats(v *Visit, status int, page seatsPage) error {
	l := v.Look
	p := h.page(v, l.T("seats.title"), l.T("seats.lead"))
	p.Crumbs = []view.Link{{Href: "/surveys", Text: l.T("surveys.title")}}
	p.Address = "/surveys/seats"
	m := seatsModel(l, v, page)
	m.Carried.Action, m.Carried.CSRF = "/surveys/seats", v.CSRF
	return showStatus(v, status, p, view.SeatsBody(l, m))
}

func seatsModel(l view.Look, v *Visit, page seatsPage) view.Seats {
	m := view.Seats{File: view.Field{
		Name: fieldSeats, Label: l.T("seats.file"), Accept: acceptedFiles,
		Hint: l.T("imports.upload.file_hint", "Megabytes", strconv.FormatInt(sheet.DefaultLimits().Bytes>>20, 10)),
	}}
	if page.saved {
		m.Notices = append(m.Notices, view.Notice{Kind: view.AlertSuccess, Heading: l.T("seats.saved.title"), Text: l.T("seats.saved.text")})
	}
	m.Rows = rowFaultsOf(l, page.faults, func(field string) string { return field })
	for _, p := range page.faults {
		if p.Row == 0 {
			m.File.Error = problemText(l, p)
		}
	}
	if m.File.Error == "" && m.Rows.Title != "" {
		m.File.Error = m.Rows.Title
	}
	if m.File.Error != "" {
		m.Faults = view.FieldErrors{{ID: fieldSeats, Text: m.File.Label + ": " + m.File.Error}}
	}
	for _, d := range page.doubts {
		m.Doubts = append(m.Doubts, problemText(l, d))
	}
	if len(page.doubts) > 0 {
		m.Carried.Hidden = []view.Hidden{
			{Name: fieldCarried + fieldSeats, Value: pack(page.file.data)},
			{Name: fieldCarriedName + fieldSeats, Value: page.file.name},
		}
	}
	m.Years = coverage(l, v)
	return m
}

// coverage says, by election, of how many councils the seats are known.
func coverage(l view.Look, v *Visit) []view.SeatsYear {
	s := v.Snapshot
	seats := s.Seats()
	years := seats.Years()
	for _, c := range seats.Councils {
		if !slices.Contains(years, c.Year) {
			years = append(years, c.Year)
		}
	}
	slices.Sort(years)
	var lines []view.SeatsYear
	for _, year := range slices.Backward(years) {
		known := seats.Coverage(year)
		line := view.SeatsYear{
			Year: strconv.Itoa(year), Country: l.Missing(),
			Known: l.T("seats.known", "N", len(known), "All", len(s.Directory.All())),
		}
		if total := seats.Total(year); total > 0 {
			line.Country = l.Int(total)
		}
		for _, m := range s.Directory.All() {
			if !slices.Contains(known, m.Code) {
				line.Missing = append(line.Missing, m.Name)
			}
		}
		lines = append(lines, line)
	}
	return lines
}
