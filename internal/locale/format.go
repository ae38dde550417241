package locale

import (
	"math"
	"strconv"
	"strings"
	"time"
)

const (
	minus         = "\u2212"
	noBreakSpace  = "\u00a0"
	enDash        = "\u2013"
	notAvailable  = enDash
	decimalsShown = 1
)

// Decimal formats x with a fixed number of decimals, half away from zero, with
// grouped thousands and a true minus sign.
func (p *Printer) Decimal(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return notAvailable
	}
	scale := math.Pow(10, float64(decimals))
	rounded := math.Round(math.Abs(x)*scale) / scale
	digits := strconv.FormatFloat(rounded, 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(digits, ".")
	point, thousands := ",", "."
	if p.lang == English {
		point, thousands = ".", ","
	}
	text := group(whole, thousands)
	if fraction != "" {
		text += point + fraction
	}
	if x < 0 && rounded != 0 {
		return minus + text
	}
	return text
}

func group(digits, separator string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Int formats a whole number: 94.508 in Danish, 94,508 in English.
func (p *Printer) Int(n int) string { return p.Decimal(float64(n), 0) }

// Score formats points with one decimal: 62,4.
func (p *Printer) Score(x float64) string { return p.Decimal(x, decimalsShown) }

// ScoreOr formats points with one decimal, or an en dash when they are undefined.
func (p *Printer) ScoreOr(x float64, ok bool) string {
	if !ok {
		return notAvailable
	}
	return p.Score(x)
}

// Short formats x with at most one decimal and none when it is whole: 34 or 12,5.
func (p *Printer) Short(x float64) string {
	if math.Abs(x-math.Round(x)) < 0.05 {
		return p.Decimal(x, 0)
	}
	return p.Decimal(x, decimalsShown)
}

// Exact formats x with as many decimals as it has, at most nine.
func (p *Printer) Exact(x float64) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', -1, 64)
	_, fraction, _ := strings.Cut(text, ".")
	return p.Decimal(x, min(len(fraction), 9))
}

// Signed formats a difference with one decimal and its sign: +0,4, −0,3, 0,0.
func (p *Printer) Signed(x float64) string {
	text := p.Score(x)
	if x > 0 && math.Round(x*10) != 0 {
		return "+" + text
	}
	return text
}

// SignedInt formats a whole number with its sign: "+3", "−2", "0".
func (p *Printer) SignedInt(n int) string {
	if n > 0 {
		return "+" + p.Int(n)
	}
	return p.Int(n)
}

// Percent formats a percentage from 0 to 100 with at most one decimal:
// "12,5 %" with a no-break space in Danish, "12.5%" in English.
func (p *Printer) Percent(x float64) string { return p.percent(p.Short(x)) }

// PercentTenths formats a percentage from 0 to 100 with one decimal always, for
// figures that stand below each other.
func (p *Printer) PercentTenths(x float64) string { return p.percent(p.Score(x)) }

// PercentExact formats a percentage from 0 to 100 with as many decimals as it has.
func (p *Printer) PercentExact(x float64) string { return p.percent(p.Exact(x)) }

func (p *Printer) percent(number string) string {
	if p.lang == English {
		return number + "%"
	}
	return number + noBreakSpace + "%"
}

// Share formats a share from 0 to 1 as a percentage.
func (p *Printer) Share(x float64) string { return p.Percent(x * 100) }

// Coverage formats a share from 0 to 1 as a percentage with one decimal always.
func (p *Printer) Coverage(x float64) string { return p.PercentTenths(x * 100) }

// Range formats two texts as a range with an en dash: 50–70.
func (p *Printer) Range(low, high string) string { return low + enDash + high }

// Missing is what stands where there is no value.
func (p *Printer) Missing() string { return notAvailable }

// Date formats the day of t in Copenhagen: "1. november 2025", "1 November 2025".
func (p *Printer) Date(t time.Time) string {
	t = t.In(p.zone)
	day := strconv.Itoa(t.Day())
	if p.lang == Danish {
		day += "."
	}
	return day + " " + p.T("month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// Day writes the day of a time as forms send it, 2026-12-31.
func (p *Printer) Day(t time.Time) string { return t.In(p.zone).Format(time.DateOnly) }

// Clock formats the time of day of t in Copenhagen: "kl. 14.32", "14:32".
func (p *Printer) Clock(t time.Time) string {
	t = t.In(p.zone)
	if p.lang == English {
		return t.Format("15:04")
	}
	return "kl. " + t.Format("15.04")
}

// DateTime formats day and time of t in Copenhagen.
func (p *Printer) DateTime(t time.Time) string {
	separator := " "
	if p.lang == English {
		separator = ", "
	}
	return p.Date(t) + separator + p.Clock(t)
}

// Moment writes a minute as people type it into a form: "30.6.2026 kl. 14.30",
// "2026-06-30 14:30".
func (p *Printer) Moment(t time.Time) string {
	t = t.In(p.zone)
	if p.lang == English {
		return t.Format("2006-01-02 15:04")
	}
	return t.Format("2.1.2006 kl. 15.04")
}

// YearMonth formats a time written "2017-06" as "juni 2017"; other texts, such
// as a bare year, come back unchanged.
func (p *Printer) YearMonth(s string) string {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return s
	}
	return p.T("month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}
