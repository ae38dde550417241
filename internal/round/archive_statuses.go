package round

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// statusColumns are the columns of the statuses in an archive. The value has a
// decimal point and is empty unless the state is reported; the time is in UTC.
var statusColumns = []string{"number", "municipality", "indicator", "source", "state", "value", "recorded_at"}

// backingColumns come after them from format 2 on: what analysts found
// (verified, questioned or unverified), what the answer rests on (document, text
// or none), and whether it was recorded after the cut-off and accepted.
var backingColumns = []string{"verification", "evidence", "late"}

// columnsOf returns the columns of a format.
func columnsOf(format int) []string {
	if format < formatVerified {
		return statusColumns
	}
	return slices.Concat(statusColumns, backingColumns)
}

// writeStatuses writes the statuses of settled inputs.
func (in Inputs) writeStatuses() ([]byte, error) {
	var b bytes.Buffer
	rows := csv.NewWriter(&b)
	if err := rows.Write(columnsOf(in.Format)); err != nil {
		return nil, fmt.Errorf("write statuses: %w", err)
	}
	for i := range in.Statuses {
		if err := rows.Write(in.statusRow(&in.Statuses[i])); err != nil {
			return nil, fmt.Errorf("write statuses: %w", err)
		}
	}
	rows.Flush()
	return b.Bytes(), rows.Error()
}

func (in Inputs) statusRow(s *assessment.Status) []string {
	value := ""
	if s.Answer.State == assessment.Reported {
		value = strconv.FormatFloat(s.Answer.Value, 'f', -1, 64)
	}
	row := []string{
		strconv.FormatInt(int64(s.ID), 10), s.Municipality.String(), string(s.Indicator),
		string(s.Source), string(s.Answer.State), value, s.RecordedAt.Format(time.RFC3339Nano),
	}
	if in.Format >= formatVerified {
		verification, strength := in.Backing[s.ID].texts()
		row = append(row, verification, strength, strconv.FormatBool(in.late(s)))
	}
	return row
}

// readStatuses reads what [Inputs.writeStatuses] wrote. What it would have
// written otherwise may slip through; see [files.inputs].
func readStatuses(content []byte, format int) ([]assessment.Status, map[assessment.StatusID]Backing, error) {
	columns := columnsOf(format)
	rows := csv.NewReader(bytes.NewReader(content))
	rows.FieldsPerRecord = len(columns)
	rows.ReuseRecord = true
	header, err := rows.Read()
	if err != nil || !slices.Equal(header, columns) {
		return nil, nil, fmt.Errorf("the header is not %v", columns)
	}
	var statuses []assessment.Status
	var backing map[assessment.StatusID]Backing
	if format >= formatVerified {
		backing = make(map[assessment.StatusID]Backing)
	}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return statuses, backing, nil
		}
		if err != nil {
			return nil, nil, err
		}
		s, err := readStatus(row)
		if err == nil && backing != nil {
			backing[s.ID], err = readBacking(row[len(statusColumns)], row[len(statusColumns)+1])
		}
		if err != nil {
			return nil, nil, fmt.Errorf("row %d: %w", len(statuses)+2, err)
		}
		statuses = append(statuses, s)
	}
}

func readStatus(row []string) (s assessment.Status, err error) {
	number, err := strconv.ParseInt(row[0], 10, 64)
	if err != nil {
		return s, err
	}
	code, err := municipality.ParseCode(row[1])
	if err != nil {
		return s, err
	}
	recorded, err := time.Parse(time.RFC3339Nano, row[6])
	if err != nil {
		return s, err
	}
	s = assessment.Status{
		ID:           assessment.StatusID(number),
		Municipality: code,
		Indicator:    framework.IndicatorKey(row[2]),
		Source:       assessment.Source(row[3]),
		Answer:       assessment.Answer{State: assessment.State(row[4])},
		RecordedAt:   recorded,
	}
	switch s.Source {
	case assessment.Self, assessment.Desk:
	default:
		return s, fmt.Errorf("source %q", row[3])
	}
	switch s.Answer.State {
	case assessment.NotAnswered, assessment.DontKnow, assessment.NotApplicable:
	case assessment.Reported:
		s.Answer.Value, err = readFinite(row[5])
	default:
		err = fmt.Errorf("state %q", row[4])
	}
	return s, err
}

func readFinite(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err == nil && math.IsNaN(x-x) {
		err = fmt.Errorf("value %q", text)
	}
	return x, err
}

// evidenceLine is the public evidence of one status, by its number.
type evidenceLine struct {
	Number int64  `json:"number"`
	Text   string `json:"text"`
	Link   string `json:"link"`
	// Files are named, and lie on the website; format 1 has none.
	Files []evidenceFile `json:"files,omitempty"`
}

// evidenceFile is a public file that an answer rests on.
type evidenceFile struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// writeEvidence writes one line of JSON for each settled status with public
// evidence, in the order of the statuses. It stands apart from them because it
// may be blanked later, and the hash of the answers must not change then.
func writeEvidence(statuses []assessment.Status) ([]byte, error) {
	var b bytes.Buffer
	for _, s := range statuses {
		if s.Evidence.Empty() {
			continue
		}
		said := evidenceLine{Number: int64(s.ID), Text: s.Evidence.Text, Link: s.Evidence.Link}
		for _, f := range s.Evidence.Files {
			said.Files = append(said.Files, evidenceFile{Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.Hash})
		}
		line, err := canonicalOf(said)
		if err != nil {
			return nil, err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

// readEvidence adds to the statuses what [writeEvidence] wrote.
func readEvidence(content []byte, statuses []assessment.Status) error {
	byNumber := make(map[int64]*assessment.Status, len(statuses))
	for i := range statuses {
		byNumber[int64(statuses[i].ID)] = &statuses[i]
	}
	lines := jsontext.NewDecoder(bytes.NewReader(content))
	for {
		var line evidenceLine
		err := json.UnmarshalDecode(lines, &line, json.RejectUnknownMembers(true))
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		status, found := byNumber[line.Number]
		if !found {
			return fmt.Errorf("evidence of status %d, which is not there", line.Number)
		}
		status.Evidence = assessment.Evidence{Text: line.Text, Link: line.Link, Public: true}
		for _, f := range line.Files {
			file := assessment.File{Hash: f.SHA256, Name: f.Name, Type: f.Type, Size: f.Size, Public: true}
			status.Evidence.Files = append(status.Evidence.Files, file)
		}
	}
}
