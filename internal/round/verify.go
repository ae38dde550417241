package round

import (
	"bytes"
	"io"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// Report is the outcome of a verification.
type Report struct {
	Key    Key
	Title  framework.Text
	Cutoff assessment.AsOf
	// SHA256 is the hash of the recomputed content: the one that must have been
	// published. It is empty when an input differs from its checksum.
	SHA256 string
	// Units and Ranked count municipalities, Figures what was compared of them.
	Units, Ranked, Figures int
	// Difference is the first one between what the archive says and what was
	// recomputed, nil when there is none.
	Difference *fault.Message
}

// Verify computes the result of an archive again from its inputs and compares.
// The order is fixed: first whether the inputs are those that the checksums
// speak of, then the content, causes before consequences (what it was computed
// from, then all indicators, all areas, all overall figures), at last the
// other checksums. Of a file that cannot be read it returns an Invalid fault
// with the reason.
func Verify(r io.ReaderAt, size int64) (Report, error) {
	contents, err := unzip(r, size)
	if err != nil {
		return Report{}, err
	}
	sums, err := contents.claimedSums()
	if err != nil {
		return Report{}, err
	}
	if m := contents.checkSums(sums, isInput); m != nil {
		return Report{Difference: m}, nil
	}
	in, err := contents.inputs()
	if err != nil {
		return Report{}, err
	}
	recomputed, err := Freeze(in)
	if err != nil {
		return Report{}, unreadable(fileRound, err)
	}
	claimed, err := ParseContent(contents[fileContent])
	if err != nil {
		return Report{}, unreadable(fileContent, err)
	}
	report := reportOn(in, recomputed)
	report.Difference, report.Figures = compare(claimed, recomputed)
	if report.Difference == nil {
		report.Difference = checkForm(contents[fileContent], recomputed.canonical)
	}
	if report.Difference == nil {
		report.Difference = contents.checkSums(sums, func(name string) bool { return !isInput(name) })
	}
	return report, nil
}

func reportOn(in Inputs, c *Content) Report {
	report := Report{Key: in.Key, Title: in.Title, Cutoff: in.Cutoff, SHA256: c.SHA256(), Units: len(c.Units)}
	for i := range c.Units {
		if c.Units[i].Rank.OK {
			report.Ranked++
		}
	}
	return report
}

func isInput(name string) bool { return strings.HasPrefix(name, "inputs/") }

// claimedSums reads the checksums.
func (f files) claimedSums() (map[string]string, error) {
	sums := make(map[string]string, len(entries))
	lines := strings.Split(string(f[fileSums]), "\n")
	for i, e := range entries[:len(entries)-1] {
		sum, name, _ := strings.Cut(lines[min(i, len(lines)-1)], "  ")
		if name != e.name || len(sum) != len(digest(nil)) {
			return nil, unreadable(fileSums, nil)
		}
		sums[name] = sum
	}
	if len(lines) != len(entries) || lines[len(entries)-1] != "" {
		return nil, unreadable(fileSums, nil)
	}
	return sums, nil
}

// checkSums names the first of the wanted files that is not the one its
// checksum speaks of.
func (f files) checkSums(sums map[string]string, wanted func(name string) bool) *fault.Message {
	for _, e := range entries[:len(entries)-1] {
		if wanted(e.name) && sums[e.name] != digest(f[e.name]) {
			m := fault.Text("verify.checksum", "File", e.name, "Claimed", printable(sums[e.name]), "Found", digest(f[e.name]))
			return &m
		}
	}
	return nil
}

// checkForm finds content that says the right things in other bytes.
func checkForm(claimed, canonical []byte) *fault.Message {
	if bytes.Equal(claimed, canonical) {
		return nil
	}
	same := 0
	for same < min(len(claimed), len(canonical)) && claimed[same] == canonical[same] {
		same++
	}
	m := fault.Text("verify.content_form", "Byte", same+1)
	return &m
}
