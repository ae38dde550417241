package letter_test

import (
	"testing"

	"modenhed/internal/letter"
	"modenhed/internal/municipality"
	"modenhed/internal/round"
	"modenhed/internal/sample"
)

// tell tells Odense of questions and returns the letters about a round.
func (o *office) tell(key round.Key) []letter.Addressed {
	o.t.Helper()
	if err := o.TellQuestions(o.t.Context(), []municipality.Code{sample.Odense}, 0); err != nil {
		o.t.Fatal(err)
	}
	letters, err := o.store.Letters(o.t.Context(), key)
	if err != nil {
		o.t.Fatal(err)
	}
	return letters
}

// A letter that nobody would find must not wait: it would keep those from going
// out that are written once there is mail.
func TestQuestionsBringALetterOnlyWhereSomebodySendsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, nil)
	odense := o.activate("odense@example.test", sample.Odense, "en")
	o.activate("norddjurs@example.test", sample.Norddjurs, "da")
	if got := o.tell(""); len(got) != 0 {
		t.Errorf("outside a round without mail %d letters wait", len(got))
	}
	o.open("2027")
	o.tell("2027")
	got := o.tell("2027")
	if len(got) != 1 || got[0].Account != odense.ID || got[0].State != letter.ByHand || got[0].Language != "en" || got[0].Kind != letter.Question {
		t.Errorf("in a round the letters are %+v, want one to Odense by hand", got)
	}
	_, sender := serve(t)
	mailed := newOffice(t, sender)
	mailed.activate("odense@example.test", sample.Odense, "da")
	if got := mailed.tell(""); len(got) != 1 || got[0].State != letter.Pending {
		t.Errorf("with mail the letters are %+v, want one that waits", got)
	}
}
