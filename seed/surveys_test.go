package seed_test

import (
	"io/fs"
	"math"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"modenhed/seed"
)

type text struct{ DA, EN string }

func (x text) complete() bool { return x.DA != "" && x.EN != "" }

type share struct {
	Basis              string
	Percent, Low, High *float64
	Words, Note        text
}

type option struct {
	Key, Reading string
	Text         text
	Share        share
}

type question struct {
	Key, Area string
	Text      text
	Multiple  bool
	Options   []option
}

type wave struct {
	Key, Purpose, Fieldwork string
	Title, Population       text
	FieldworkNote           text `yaml:"fieldwork_note"`
	Respondents             *int
	ResponseRate            *float64 `yaml:"response_rate_percent"`
	MarginOfError           *float64 `yaml:"margin_of_error_points"`
	Mode, Weighting, Method text
	Source                  struct {
		Title, Publisher, URL string
		Year                  *int
	}
	Questions []question
}

// readWaves returns the waves by key; an entry that a wave does not have is an error.
func readWaves(t *testing.T) map[string]wave {
	t.Helper()
	names, err := fs.Glob(seed.Files(), "surveys/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	waves := make(map[string]wave)
	for _, name := range names {
		content, err := fs.ReadFile(seed.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		var w wave
		if err := yaml.UnmarshalWithOptions(content, &w, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if w.Key+".yaml" != path.Base(name) {
			t.Errorf("%s holds wave %s", name, w.Key)
		}
		waves[w.Key] = w
	}
	return waves
}

func at(x float64) *float64 { return &x }

func TestWaveOf2017(t *testing.T) {
	t.Parallel()
	w := readWaves(t)["de-2017"]
	if w.Purpose != "gap" || w.Fieldwork != "2017-06" || w.Respondents == nil || *w.Respondents != 326 {
		t.Errorf("purpose %q, fieldwork %q, respondents %v", w.Purpose, w.Fieldwork, w.Respondents)
	}
	if diff := cmp.Diff([]*float64{at(13), at(5)}, []*float64{w.ResponseRate, w.MarginOfError}); diff != "" {
		t.Errorf("response rate and margin of error (-want +got):\n%s", diff)
	}
	if len(w.Questions) != 1 || w.Questions[0].Text.DA != "Hvilket af følgende udsagn passer bedst på din holdning?" {
		t.Fatalf("questions %+v", w.Questions)
	}
	got := make(map[string]share)
	for _, o := range w.Questions[0].Options {
		if !o.Share.Note.complete() {
			t.Errorf("option %s does not say how its words are read", o.Key)
		}
		o.Share.Note = text{}
		got[o.Reading] = o.Share
	}
	want := map[string]share{
		"harvested": {Basis: "words", Low: at(50), High: at(70), Words: text{"de fleste", "most"}},
		"potential": {Basis: "words", Low: at(30), High: at(37), Words: text{"omkring hver tredje", "about one in three"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shares by reading (-want +got):\n%s", diff)
	}
}

func TestWavesAreComplete(t *testing.T) {
	t.Parallel()
	waves := readWaves(t)
	if len(waves) != 13 {
		t.Errorf("found %d waves, want 13", len(waves))
	}
	fieldwork := regexp.MustCompile(`^20\d\d(-(0[1-9]|1[0-2]))?$`)
	for key, w := range waves {
		if !w.Title.complete() || !w.Population.complete() || !w.Method.complete() {
			t.Errorf("%s: title, population or method is not there in both languages", key)
		}
		if !fieldwork.MatchString(w.Fieldwork) {
			t.Errorf("%s: fieldwork %q", key, w.Fieldwork)
		}
		if (w.Purpose == "gap") != (key == "de-2017") || w.Purpose != "gap" && w.Purpose != "context" {
			t.Errorf("%s: purpose %q", key, w.Purpose)
		}
		address, err := url.Parse(w.Source.URL)
		if err != nil || address.Host == "" || !strings.HasPrefix(address.Scheme, "http") {
			t.Errorf("%s: source address %q", key, w.Source.URL)
		}
		if w.Source.Title == "" || w.Source.Publisher == "" {
			t.Errorf("%s: source %+v", key, w.Source)
		}
	}
}

func TestQuestionsAreComplete(t *testing.T) {
	t.Parallel()
	areas := areasOfFramework(t)
	for key, w := range readWaves(t) {
		questions := make(map[string]bool)
		for _, q := range w.Questions {
			if questions[q.Key] || q.Key == "" || !q.Text.complete() || len(q.Options) == 0 {
				t.Errorf("%s: question %+v", key, q)
			}
			questions[q.Key] = true
			if q.Area != "" && !areas[q.Area] {
				t.Errorf("%s/%s: area %q is not in the framework", key, q.Key, q.Area)
			}
			options := make(map[string]bool)
			for _, o := range q.Options {
				if options[o.Key] || o.Key == "" || !o.Text.complete() {
					t.Errorf("%s/%s: option %+v", key, q.Key, o)
				}
				options[o.Key] = true
			}
		}
		if len(questions) == 0 {
			t.Errorf("%s asks nothing", key)
		}
	}
}

// TestSharesFollowTheirBasis: a figure where the source has one, a range where it has words only.
func TestSharesFollowTheirBasis(t *testing.T) {
	t.Parallel()
	for key, w := range readWaves(t) {
		for _, q := range w.Questions {
			for _, o := range q.Options {
				if problem := o.Share.problem(); problem != "" {
					t.Errorf("%s/%s/%s: %s", key, q.Key, o.Key, problem)
				}
			}
		}
	}
}

func (s share) problem() string {
	figure := s.Percent != nil && *s.Percent >= 0 && *s.Percent <= 100
	span := s.Low != nil && s.High != nil
	switch {
	case s.Basis == "words" && (!span || s.Percent != nil || !s.Words.complete() || *s.Low >= *s.High):
		return "words need a range and no figure"
	case s.Basis != "words" && (!figure || span):
		return "a " + s.Basis + " share needs a figure and no range"
	case s.Basis == "derived" && !s.Note.complete():
		return "a derived share needs its computation"
	case s.Basis == "rounded" && !s.Words.complete():
		return "a rounded share needs the words of the source"
	case s.Basis == "stated" && s.Words.complete():
		return "a stated share needs no words"
	}
	for _, basis := range []string{"words", "stated", "derived", "rounded"} {
		if s.Basis == basis {
			return ""
		}
	}
	return "unknown basis " + s.Basis
}

// TestDerivedSharesCompleteTheirQuestion: what was computed as the rest makes 100 with the others,
// and no question of one answer goes beyond it.
func TestDerivedSharesCompleteTheirQuestion(t *testing.T) {
	t.Parallel()
	derived := 0
	for key, w := range readWaves(t) {
		for _, q := range w.Questions {
			sum, rest := 0.0, false
			for _, o := range q.Options {
				if o.Share.Percent != nil {
					sum += *o.Share.Percent
				}
				if o.Share.Basis == "derived" {
					rest = true
					derived++
				}
			}
			if rest && math.Abs(sum-100) > 1e-9 {
				t.Errorf("%s/%s: shares with a derived one sum to %g", key, q.Key, sum)
			}
			if q.Multiple != (sum > 100) {
				t.Errorf("%s/%s: shares sum to %g, multiple is %t", key, q.Key, sum, q.Multiple)
			}
		}
	}
	if derived != 8 {
		t.Errorf("%d shares are derived, want 8", derived)
	}
}
