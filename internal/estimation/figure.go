package estimation

// Figure is a number that may not be defined; Value counts only if OK.
type Figure struct {
	Value float64
	OK    bool
}

func figure(value float64) Figure { return Figure{Value: value, OK: true} }

// Estimate is a share or a mean of a set of respondents.
type Estimate struct {
	// Answered is how many respondents it rests on, 1 or more.
	Answered int
	// Value is the share, from 0 to 1, or the mean in units of the score.
	Value float64
	// SE is the standard error in the units of Value; it is not defined for one respondent.
	SE Figure
	// DF is the degrees of freedom of SE, Answered − 1.
	DF int
}

// Interval is a confidence interval; its ends count only if OK.
type Interval struct {
	Low, High float64
	// Method is how it was made, never [Auto].
	Method Method
	OK     bool
}

// Method is a way to make an interval.
type Method uint8

// The methods. p is the share, m the number who answered, n all respondents,
// df = m − 1, t and z quantiles of Student's and the normal distribution.
const (
	// Auto takes [Beta] where m·p or m·(1−p) is below 5, [ZeroRule] where nobody or everybody chose the option, else [XLogit].
	Auto Method = iota
	// XLogit is expit(logit p ± t·SE/(p(1−p))); it stays between 0 and 1.
	XLogit
	// Beta is that of Korn and Graubard (Survey Methodology 24, 1998): the exact
	// binomial interval for n* = p(1−p)/SE² · (t_{n−1}/t_df)² answers.
	Beta
	// Wald is p ± z·SE; it may leave 0 to 1, and is a point where SE is 0.
	Wald
	// Student is p ± t·SE; it may leave 0 to 1.
	Student
	// ZeroRule is for options that nobody or everybody chose, the limit of [Beta]
	// with Kish's effective number n_K of those who answered: 0 to the upper
	// quantile of Beta(1, n_K), or the lower quantile of Beta(n_K, 1) to 1.
	ZeroRule
)

var methods = [...]string{Auto: "auto", XLogit: "xlogit", Beta: "beta", Wald: "wald", Student: "student", ZeroRule: "zero"}

// String returns the method's name: auto, xlogit, beta, wald, student or zero.
func (m Method) String() string {
	if int(m) < len(methods) {
		return methods[m]
	}
	return "unknown"
}

// ParseMethod reads auto, xlogit, beta, wald or student; ok is false for
// anything else.
func ParseMethod(name string) (m Method, ok bool) {
	for m := Auto; m < ZeroRule; m++ {
		if methods[m] == name {
			return m, true
		}
	}
	return 0, false
}
