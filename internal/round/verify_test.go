package round_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/fault"
	"modenhed/internal/robustness"
	"modenhed/internal/round"
)

var update = flag.Bool("update", false, "write the golden archive anew")

func asFault(err error, known **fault.Error) bool { return errors.As(err, known) }

func TestVerifyAgreesWithWhatWasFrozen(t *testing.T) {
	t.Parallel()
	in := inputs()
	report, err := verify(archive(t, in))
	if err != nil {
		t.Fatal(err)
	}
	want := round.Report{
		Key: in.Key, Title: in.Title, Cutoff: in.Cutoff, SHA256: freeze(t, in).SHA256(),
		// Per unit 6 indicators, 2 areas with 2 figures each and 12 others; by
		// verified score 6 indicators, 2 areas and 7 others.
		Units: 3, Ranked: 2, Figures: 3 * (6 + 2*2 + 12 + 6 + 2 + 7),
	}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Error(diff)
	}
}

// tampering is a change that somebody makes to an archive.
type tampering struct {
	change func(t *testing.T, list []member)
	// honest leaves the checksums as they were.
	honest bool
	key    string
	args   map[string]any
}

// replace returns a change of one text in one file.
func replace(name, old, new string) func(*testing.T, []member) {
	return func(t *testing.T, list []member) { change(t, list, name, old, new) }
}

func tamperings() map[string]tampering {
	const statuses, content = "inputs/statuses.csv", "content.json"
	odense := "461 Prøve 461"
	return map[string]tampering{
		"a status": {
			change: replace(statuses, ",31.3,", ",71.3,"), honest: true,
			key: "verify.checksum", args: map[string]any{"File": statuses},
		},
		"a status and its checksum": {
			change: replace(statuses, ",31.3,", ",71.3,"),
			key:    "verify.field", args: map[string]any{"Field": "inputs[2].sha256"},
		},
		"a status, its checksum and its digest in the content": {
			change: func(t *testing.T, list []member) {
				before := sum(at(list, statuses).content)
				change(t, list, statuses, ",31.3,", ",71.3,")
				change(t, list, content, before, sum(at(list, statuses).content))
			},
			key:  "verify.indicator_score",
			args: map[string]any{"Unit": odense, "Indicator": "work.percent", "Claimed": 39.125, "Recomputed": 89.125},
		},
		"an indicator": {
			change: replace(content, `"work.percent":39.125`, `"work.percent":40`),
			key:    "verify.indicator_score",
			args:   map[string]any{"Unit": odense, "Indicator": "work.percent", "Claimed": 40.0, "Recomputed": 39.125},
		},
		"an area": {
			change: replace(content, `"speed":{"coverage":1,"score":76.666666667}`, `"speed":{"coverage":1,"score":76.666666668}`),
			honest: true,
			key:    "verify.area_score",
			args:   map[string]any{"Unit": odense, "Area": "speed", "Claimed": 76.666666668, "Recomputed": 76.666666667},
		},
		"a score": {
			change: replace(content, `"score":58.604166667`, `"score":41.2`), honest: true,
			key: "verify.score", args: map[string]any{"Unit": odense, "Claimed": 41.2, "Recomputed": 58.604166667},
		},
		"too many decimals": {
			change: replace(content, `"score":58.604166667`, `"score":58.6041666671`),
			key:    "verify.score", args: map[string]any{"Claimed": "58.6041666671"},
		},
		"a rank": {
			change: replace(content, `"rank":1`, `"rank":2`), honest: true,
			key: "verify.rank", args: map[string]any{"Unit": odense, "Claimed": 2, "Recomputed": 1},
		},
		"a rank for who has none": {
			change: replace(content, `"rank":null`, `"rank":3`),
			key:    "verify.rank", args: map[string]any{"Claimed": 3, "Recomputed": "–"},
		},
		"a band": {
			change: replace(content, `"band":"established"`, `"band":"leading"`),
			key:    "verify.band", args: map[string]any{"Claimed": "leading"},
		},
		"a verified score": {
			change: replace(content, `"verified_score":20.416666667`, `"verified_score":60`), honest: true,
			key: "verify.verified_score", args: map[string]any{"Unit": odense, "Claimed": 60.0, "Recomputed": 20.416666667},
		},
		"a verified indicator": {
			change: replace(content, `"work.number":22.5,"work.percent":20`, `"work.number":22.5,"work.percent":39.125`),
			key:    "verify.verified_indicator", args: map[string]any{"Unit": odense, "Indicator": "work.percent"},
		},
		"a verified area": {
			change: replace(content, `"verified_areas":{"speed":20,`, `"verified_areas":{"speed":21,`),
			key:    "verify.verified_area", args: map[string]any{"Unit": odense, "Area": "speed", "Claimed": 21.0},
		},
		"a verified rank": {
			change: replace(content, `"verified_rank":1`, `"verified_rank":3`),
			key:    "verify.verified_rank", args: map[string]any{"Unit": odense, "Claimed": 3, "Recomputed": 1},
		},
		"how many are verified": {
			change: replace(content, `"verified_answers":0`, `"verified_answers":6`),
			key:    "verify.verified_answers", args: map[string]any{"Claimed": 6, "Recomputed": 0},
		},
		"what verified counts for": {
			change: replace(content, `"text":40`, `"text":50`),
			key:    "verify.field", args: map[string]any{"Field": "method.verified_caps.text"},
		},
		"a verification": {
			change: replace(statuses, ",unverified,", ",verified,"), honest: true,
			key: "verify.checksum", args: map[string]any{"File": statuses},
		},
		"a tie": {
			change: replace(content, `"tied":false`, `"tied":true`),
			key:    "verify.tied", args: map[string]any{"Claimed": true, "Recomputed": false},
		},
		"a rank interval": {
			change: replace(content, `"rank_interval":{"high":1`, `"rank_interval":{"high":2`),
			key:    "verify.interval_high", args: map[string]any{"Unit": odense, "Claimed": 2, "Recomputed": 1},
		},
		"the seed of the draws": {
			change: replace("inputs/round.json", `"seed":2017`, `"seed":2018`),
			key:    "verify.field", args: map[string]any{"Field": "method.rank_interval.seed"},
		},
		"a standing": {
			change: replace(content, `"standing":"low_coverage"`, `"standing":"no_score"`),
			key:    "verify.standing", args: map[string]any{"Claimed": "no_score"},
		},
		"a name": {
			change: replace(content, `"name":"Prøve 461"`, `"name":"\u001b[31mOdense"`),
			key:    "verify.unit_name", args: map[string]any{"Unit": "461", "Claimed": `"\x1b[31mOdense"`},
		},
		"a unit taken away": {
			change: func(t *testing.T, list []member) {
				m := at(list, content)
				first := strings.Index(m.content, `{"areas":{"speed"`)
				second := first + strings.Index(m.content[first+1:], `{"areas":{"speed"`) + 1
				m.content = m.content[:first] + m.content[second:]
			},
			key: "verify.unit_missing", args: map[string]any{"Unit": "101 Prøve 101"},
		},
		"a unit more":     {change: replace(content, `"units":[`, `"units":[{"unit":"851","name":"Aalborg"},`), key: "verify.unit_unknown"},
		"a unit twice":    {change: twice, key: "verify.unit_repeated"},
		"units reordered": {change: swapUnits, key: "verify.unit_order", args: map[string]any{"Unit": odense}},
		"rows reordered":  {change: swapRows, key: "verify.file_form", args: map[string]any{"File": statuses, "Line": 2}},
		"the framework": {
			change: replace("inputs/framework.yaml", "high: 80", "high: 70"), honest: true,
			key: "verify.checksum", args: map[string]any{"File": "inputs/framework.yaml"},
		},
		"the framework and its checksum": {
			change: replace("inputs/framework.yaml", "high: 80", "high: 70"),
			key:    "verify.field", args: map[string]any{"Field": "inputs[0].sha256"},
		},
		"the method": {
			change: replace(content, `"min_coverage":0.666`, `"min_coverage":0.5`),
			key:    "verify.field", args: map[string]any{"Field": "method.min_coverage", "Claimed": "0.5", "Recomputed": "0.666"},
		},
		"the cut-off": {
			change: replace(content, `"status":23`, `"status":22`),
			key:    "verify.field", args: map[string]any{"Field": "round.cutoff.status"},
		},
		"the title": {
			change: replace("inputs/round.json", "Round 2026", "Round 2027"),
			key:    "verify.field", args: map[string]any{"Field": "round.title.en"},
		},
		"the list of areas": {
			change: replace(content, `"areas":["work","speed"]`, `"areas":["work"]`),
			key:    "verify.field", args: map[string]any{"Field": "areas[1]", "Claimed": "–"},
		},
		"a figure more": {
			change: replace(content, `"indicators":{`, `"indicators":{"a":1,`), key: "verify.content_form",
		},
		"space": {change: replace(content, `{"areas"`, `{ "areas"`), key: "verify.content_form", args: map[string]any{"Byte": 2}},
		"a member that content does not have": {
			change: replace(content, `{"areas"`, `{"Areas":1,"areas"`), key: "verify.file_unreadable",
		},
		"a member twice": {
			change: replace(content, `{"areas"`, `{"format":2,"areas"`), key: "verify.file_unreadable",
		},
		"the readme": {
			change: replace("README.txt", "Modenhed", "Umodenhed"), honest: true,
			key: "verify.checksum", args: map[string]any{"File": "README.txt"},
		},
		"a checksum": {
			change: func(t *testing.T, list []member) {
				m := at(list, "SHA256SUMS")
				m.content = strings.Repeat("0", 64) + m.content[64:]
			}, honest: true,
			key: "verify.checksum", args: map[string]any{"File": "README.txt"},
		},
		"the list of checksums": {
			change: func(t *testing.T, list []member) { at(list, "SHA256SUMS").content += "\n" }, honest: true,
			key: "verify.file_unreadable", args: map[string]any{"File": "SHA256SUMS"},
		},
	}
}

func unitTexts(content string) (head string, units []string) {
	head, rest, _ := strings.Cut(content, `"units":[`)
	rest = strings.TrimSuffix(rest, "]}")
	units = strings.Split(rest, `},{"areas":{"speed"`)
	for i := range units {
		if i > 0 {
			units[i] = `{"areas":{"speed"` + units[i]
		}
		if i < len(units)-1 {
			units[i] += "}"
		}
	}
	return head + `"units":[`, units
}

func twice(_ *testing.T, list []member) {
	m := at(list, "content.json")
	head, units := unitTexts(m.content)
	m.content = head + strings.Join(append(units, units[0]), ",") + "]}"
}

func swapUnits(_ *testing.T, list []member) {
	m := at(list, "content.json")
	head, units := unitTexts(m.content)
	units[0], units[1] = units[1], units[0]
	m.content = head + strings.Join(units, ",") + "]}"
}

// swapRows also repairs the digest in the content.
func swapRows(t *testing.T, list []member) {
	m := at(list, "inputs/statuses.csv")
	before := sum(m.content)
	rows := strings.SplitAfter(m.content, "\n")
	rows[1], rows[2] = rows[2], rows[1]
	m.content = strings.Join(rows, "")
	change(t, list, "content.json", before, sum(m.content))
}

func TestTamperingIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	for name, row := range tamperings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := members(t, archive(t, inputs()))
			row.change(t, list)
			if !row.honest {
				repair(list)
			}
			report, err := verify(pack(t, list))
			got := report.Difference
			var known *fault.Error
			if asFault(err, &known) && known.Kind == fault.Invalid {
				got = &known.Message
			}
			if got == nil || got.Key != row.key {
				t.Fatalf("difference %v, error %v, want %s", got, err, row.key)
			}
			for arg, want := range row.args {
				if diff := cmp.Diff(want, got.Args[arg]); diff != "" {
					t.Errorf("%s: %s", arg, diff)
				}
			}
		})
	}
}

// TestAnArchiveOfAnEarlierVersionVerifies is the promise to everybody who keeps
// one: this program gives the same hash as the one that wrote it, and the same figures.
func TestAnArchiveOfAnEarlierVersionVerifies(t *testing.T) {
	t.Parallel()
	for _, format := range []int{1, 2} {
		name := filepath.Join("testdata", fmt.Sprintf("round-format-%d.zip", format))
		if *update && format == round.Format {
			if err := os.WriteFile(name, archive(t, reviewed()), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name+".sha256", []byte(freeze(t, reviewed()).SHA256()+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		hash, err := os.ReadFile(name + ".sha256")
		if err != nil {
			t.Fatal(err)
		}
		report, err := verify(kept)
		if err != nil || report.Difference != nil {
			t.Fatalf("format %d: %v, %v", format, report.Difference, err)
		}
		if report.SHA256 != strings.TrimSpace(string(hash)) {
			t.Errorf("format %d: hash %s, %s was published", format, report.SHA256, hash)
		}
		read, err := round.ReadArchive(bytes.NewReader(kept), int64(len(kept)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(figures(t, kept), figures(t, archive(t, read.Inputs))); diff != "" {
			t.Errorf("format %d, written again: %s", format, diff)
		}
	}
}

// Format 1 knew neither reviews nor verdicts: what is said in them changes nothing.
func TestFormat1TakesNoNoticeOfVerdicts(t *testing.T) {
	t.Parallel()
	kept, err := os.ReadFile(filepath.Join("testdata", "round-format-1.zip"))
	if err != nil {
		t.Fatal(err)
	}
	in := reviewed()
	in.Format = 1
	if diff := cmp.Diff(figures(t, kept), figures(t, archive(t, in))); diff != "" {
		t.Errorf("verdicts and late answers change an archive of format 1: %s", diff)
	}
}

// figures are the files of an archive without the words for people, which were
// made clearer, and the checksums that cover them.
func figures(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	contents := make(map[string]string)
	for _, m := range members(t, archive) {
		if m.name != "README.txt" && m.name != "SHA256SUMS" {
			contents[m.name] = m.content
		}
	}
	return contents
}

// few are the inputs of a round with few draws, for tests that verify often.
func few() round.Inputs {
	in := inputs()
	in.Draws = robustness.Defaults()
	in.Draws.Draws = 10
	return in
}

func FuzzVerify(f *testing.F) {
	whole := archive(f, few())
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	list := members(f, whole)
	for i := range list {
		spoilt := append([]member(nil), list...)
		spoilt[i].content = strings.ToUpper(spoilt[i].content)
		repair(spoilt)
		f.Add(pack(f, spoilt))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := verify(data)
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("an internal error: %v", err)
		}
		if err == nil && report.Difference == nil && report.SHA256 == "" {
			t.Error("verified without a hash")
		}
	})
}

// FuzzVerifyInputs gets past the outer checks: the fuzzer writes single files.
func FuzzVerifyInputs(f *testing.F) {
	list := members(f, archive(f, few()))
	for i := range list {
		f.Add(i, list[i].content)
	}
	f.Fuzz(func(t *testing.T, i int, content string) {
		spoilt := append([]member(nil), list...)
		spoilt[uint(i)%uint(len(list))].content = content
		if spoilt[len(list)-1].content == list[len(list)-1].content {
			repair(spoilt)
		}
		if _, err := verify(pack(t, spoilt)); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("an internal error: %v", err)
		}
	})
}
