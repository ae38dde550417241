package workbook

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"modenhed/internal/answersheet"
	"modenhed/internal/assessment"
	"modenhed/internal/framework"
	"modenhed/internal/locale"
)

// Questionnaire is what the workbook that a municipality fills in is made from.
// Unlike the others it is made for people to write in: it has lines above the
// headings, cells of which only those for answers can be changed, and lists to
// choose from. Package answersheet reads it again.
type Questionnaire struct {
	// Name is the municipality's.
	Name      string
	Owner     answersheet.Owner
	Framework *framework.Framework
	// Own are the municipality's latest statuses, Counting the statuses that
	// results rest on where they are others.
	Own, Counting map[framework.IndicatorKey]assessment.Status
	// At is the time of the content.
	At time.Time
	// Version is the version of the program.
	Version string
}

// QuestionnaireName returns the name of the file.
func QuestionnaireName(p *locale.Printer, q Questionnaire) string {
	return p.T("questionnaire.file", "Code", q.Owner.Municipality.String(), "Day", p.Day(q.At)) + ".xlsx"
}

// WriteQuestionnaire writes the workbook in the printer's language.
func WriteQuestionnaire(ctx context.Context, w io.Writer, p *locale.Printer, q Questionnaire) error {
	b, err := newBook(p, about{
		title:   p.T("questionnaire.title", "Name", q.Name),
		subject: q.Framework.Title.In(p.Code()), footer: p.Date(q.At), at: q.At, version: q.Version,
	})
	if err != nil {
		return err
	}
	defer b.close()
	form, err := newForm(b)
	if err != nil {
		return fmt.Errorf("make the styles: %w", err)
	}
	if err := form.answers(ctx, q); err != nil {
		return fmt.Errorf("write the sheet of answers: %w", err)
	}
	if err := form.guide(q); err != nil {
		return fmt.Errorf("write the guide: %w", err)
	}
	return b.writeTo(w)
}

// question is a row of the sheet of answers.
type question struct {
	place  framework.Place
	own    *assessment.Status
	counts *assessment.Status
}

func (q Questionnaire) questions() []question {
	var list []question
	for _, place := range q.Framework.Places() {
		one := question{place: place}
		if s, ok := q.Own[place.Indicator.Key]; ok && s.Answer.State != assessment.NotAnswered {
			one.own, one.counts = &s, &s
		} else if s, ok := q.Counting[place.Indicator.Key]; ok && s.Answer.State != assessment.NotAnswered {
			one.counts = &s
		}
		if s, ok := q.Own[place.Indicator.Key]; ok && one.own == nil {
			// An answer that was taken back has a revision and nothing to show.
			one.own = &assessment.Status{Revision: s.Revision, Answer: s.Answer}
		}
		list = append(list, one)
	}
	return list
}

// allowed says what may be answered, a line for each level.
func allowed(p *locale.Printer, i *framework.Indicator) string {
	var lines []string
	switch i.Type {
	case framework.Level:
		for level, text := range i.Levels {
			lines = append(lines, strconv.Itoa(level)+" – "+text.In(p.Code()))
		}
	case framework.YesNo:
		lines = append(lines, p.T("questionnaire.allowed.yesno"))
	default:
		lines = append(lines, strings.TrimSpace(figureRange(p, i)+" "+p.T("questionnaire.allowed.unit", "Unit", figureUnit(p, i))))
	}
	if !i.NotApplicable {
		lines = append(lines, p.T("questionnaire.allowed.always"))
	}
	return strings.Join(lines, "\n")
}

// asked is the question with what helps to answer it.
func asked(p *locale.Printer, i *framework.Indicator) string {
	return strings.TrimSpace(i.Question.In(p.Code()) + "\n\n" + i.Help.In(p.Code()))
}

func figureRange(p *locale.Printer, i *framework.Indicator) string {
	switch {
	case i.Type == framework.Percent:
		return p.T("report.rule.percent")
	case i.Type == framework.Days:
		return p.T("report.rule.days")
	case i.Min != nil && i.Max != nil:
		return p.T("report.rule.between", "Low", p.Exact(*i.Min), "High", p.Exact(*i.Max))
	case i.Min != nil:
		return p.T("report.rule.least", "Low", p.Exact(*i.Min))
	case i.Max != nil:
		return p.T("report.rule.most", "High", p.Exact(*i.Max))
	}
	return p.T("report.rule.any")
}

func figureUnit(p *locale.Printer, i *framework.Indicator) string {
	switch i.Type {
	case framework.Percent:
		return "%"
	case framework.Days:
		return p.T("report.unit.days")
	}
	return i.Unit.In(p.Code())
}

// answerValue is an answer as it is typed: a number, or a word.
func answerValue(p *locale.Printer, i *framework.Indicator, a assessment.Answer) any {
	switch {
	case a.State == assessment.NotAnswered:
		return nil
	case a.State != assessment.Reported:
		return answersheet.StateWord(p, a.State)
	case i.Type == framework.YesNo && a.Value != 0:
		return p.T("answersheet.word.yes")
	case i.Type == framework.YesNo:
		return p.T("answersheet.word.no")
	}
	return a.Value
}

// lastAnswer says what counts now, since when, and who vouches for it.
func lastAnswer(p *locale.Printer, i *framework.Indicator, s *assessment.Status) string {
	if s == nil {
		return p.T("questionnaire.last.none")
	}
	text := fmt.Sprint(answerValue(p, i, s.Answer))
	if s.Answer.State == assessment.Reported && i.Type != framework.YesNo {
		text = p.Exact(s.Answer.Value)
		if i.Type != framework.Level {
			text += " " + figureUnit(p, i)
		}
	}
	key := "questionnaire.last.own"
	if s.Source == assessment.Desk {
		key = "questionnaire.last.desk"
	}
	return p.T(key, "Answer", text, "Date", p.Date(s.RecordedAt))
}

// chooseFrom is the list of what may be chosen for an answer, nil where a
// figure is typed.
func chooseFrom(p *locale.Printer, i *framework.Indicator) []string {
	var list []string
	switch i.Type {
	case framework.Level:
		for level := range framework.MaxLevel + 1 {
			list = append(list, strconv.Itoa(level))
		}
	case framework.YesNo:
		list = append(list, p.T("answersheet.word.yes"), p.T("answersheet.word.no"))
	default:
		return nil
	}
	return append(list, stateWords(p, i)...)
}

// stateWords are the answers without value that a question takes.
func stateWords(p *locale.Printer, i *framework.Indicator) []string {
	words := []string{answersheet.StateWord(p, assessment.DontKnow)}
	if i.NotApplicable {
		words = append(words, answersheet.StateWord(p, assessment.NotApplicable))
	}
	return append(words, answersheet.StateWord(p, assessment.NotAnswered))
}

// typedRule is the formula that a typed answer at a cell fulfils.
func typedRule(p *locale.Printer, i *framework.Indicator, cell string) string {
	conditions := []string{"ISNUMBER(" + cell + ")"}
	bound := func(sign string, x float64) {
		conditions = append(conditions, cell+sign+strconv.FormatFloat(x, 'f', -1, 64))
	}
	switch i.Type {
	case framework.Percent:
		bound(">=", 0)
		bound("<=", 100)
	case framework.Days:
		bound(">=", 0)
		conditions = append(conditions, cell+"=INT("+cell+")")
	default:
		if i.Min != nil {
			bound(">=", *i.Min)
		}
		if i.Max != nil {
			bound("<=", *i.Max)
		}
	}
	alternatives := []string{"AND(" + strings.Join(conditions, ",") + ")"}
	for _, word := range append(stateWords(p, i), "?") {
		alternatives = append(alternatives, cell+`="`+word+`"`)
	}
	return "OR(" + strings.Join(alternatives, ",") + ")"
}

// validation is what a cell for an answer takes.
func validation(p *locale.Printer, i *framework.Indicator, cell string) (*excelize.DataValidation, error) {
	const longestText = 250
	v := excelize.NewDataValidation(true)
	v.Sqref = cell
	hint := figureRange(p, i)
	if choices := chooseFrom(p, i); choices != nil {
		if err := v.SetDropList(choices); err != nil {
			return nil, err
		}
		hint = strings.Join(choices, ", ")
	} else {
		// Unlike elsewhere, excelize wants the formula as the part has it.
		v.Type, v.Formula1 = "custom", escapeXML(typedRule(p, i, cell))
		hint += " " + p.T("questionnaire.allowed.or", "Words", strings.Join(stateWords(p, i), ", "))
	}
	v.SetError(excelize.DataValidationErrorStyleStop, p.T("questionnaire.refused.title"), shorten(p.T("questionnaire.refused.text", "Hint", hint), longestText))
	v.SetInput(p.T("answersheet.column.value"), shorten(hint, longestText))
	return v, nil
}

func escapeXML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
