// Package smallarea estimates what each council thinks from few respondents.
//
// A council's own share is mostly noise when three of its members answered, and
// shows what single persons answered. So every council starts from what its
// party seats predict, and its own respondents move the figure only as far as
// the data support: an empirical Bayes estimate with one normal effect per
// council on the logit scale, post-stratified to the seats.
//
//	p̄    = Σ N_p y_p/n_p / Σ N_p          over parties with respondents
//	r_p  = (y_p + K p̄) / (n_p + K)        K = 10
//	θ_pm = expit(logit r_p + u_m)         u_m normal with mean 0, deviation τ
//
// τ maximises the marginal likelihood. Those who answered count as they
// answered, the rest of the council as predicted; a blank is no answer. The
// rates and τ are plugged in, so that intervals are somewhat short, and those
// who did not answer are taken to be like party colleagues who did.
//
// Sources: Rao and Molina, Small Area Estimation, 2nd ed., Wiley 2015, ch. 9;
// Gelman and Little, Survey Methodology 23 (1997) 127-135; Park, Gelman and
// Bafumi, Political Analysis 12 (2004) 375-385; Farrell, MacGibbon and
// Tomberlin, Statistica Sinica 7 (1997) 1065-1083; Morris, JASA 78 (1983) 47-55.
//
// A [Result] holds everything and is for computing and checking only. What
// readers may see is a [Publication]; a value that is withheld is not in it.
// The rule of disclosure itself, for any counts and tables, is [Minimum].
//
// The loops over the grid touch only what belongs to one call or never changes,
// and are marked go:norace: the race detector would make them ten times slower.
package smallarea

// Input is one yes-or-no reading of a question: who could answer and who did.
// The order of councils and parties has no influence on any figure.
type Input struct {
	// Councils are all councils, those without respondents too.
	Councils []Council
	// Seats per party in the whole population; nil means the sum over the
	// councils. It is needed where the seats of some councils are unknown.
	Seats map[string]int
	// Withheld are parties that are pooled in every publication however many
	// responded: those whose figures are withheld elsewhere, in estimates by
	// party, so that their rate here does not give those away. A key that no
	// council has is ignored.
	Withheld []string
}

// Council is one council with its parties.
type Council struct {
	// Code is unique in the input.
	Code string
	// SeatsUnknown tells that nobody knows how many seats each party has; the
	// council then has no figure, and its Seats are 0. Its respondents still
	// count for the rates of the parties and for the local effect.
	SeatsUnknown bool
	Parties      []Party
}

// Party is the members of one party in one council.
type Party struct {
	// Key is unique in the council.
	Key   string
	Seats int
	// Answered is how many members answered the question, blanks left out.
	Answered int
	// Favour is how many of those who answered are in favour.
	Favour int
	// Blank is how many members responded and left the question open.
	Blank int
}
