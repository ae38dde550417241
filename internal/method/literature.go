package method

import "modenhed/internal/locale"

// Work is a work of the literature that the method rests on.
type Work struct {
	// Title names author, title and where it was published; Use says what it is
	// used for.
	Title, Use string
	// Address is where it can be found.
	Address string
}

// works are the keys of the literature with where each work can be found, in the
// order of what they are used for.
var works = []struct{ key, address string }{
	{"handbook", "https://doi.org/10.1787/9789264043466-en"},
	{"quantiles", "https://doi.org/10.1080/00031305.1996.10473566"},
	{"uncertainty", "https://doi.org/10.1111/j.1467-985X.2005.00350.x"},
	{"gamma", "https://doi.org/10.1145/358407.358414"},
	{"ziggurat", "https://doi.org/10.18637/jss.v005.i08"},
	{"effects", "https://doi.org/10.1016/j.cpc.2009.09.018"},
	{"decomposition", "https://doi.org/10.1016/S0169-7218(11)00407-2"},
	{"canonical", "https://www.rfc-editor.org/rfc/rfc8785"},
}

// Literature lists what the method rests on.
func Literature(p *locale.Printer) []Work {
	list := make([]Work, len(works))
	for i, w := range works {
		list[i] = Work{Title: p.T("method.work." + w.key + ".title"), Use: p.T("method.work." + w.key + ".use"), Address: w.address}
	}
	return list
}
