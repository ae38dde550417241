package view

// WeightRow is an area or an indicator with its weight.
type WeightRow struct {
	Key, Title string
	// Type says how the question is answered, Scale how the answer becomes points.
	Type, Scale string
	// Weight is as declared, Share its part of the whole when everything is answered.
	Weight, Share string
}

// WeightArea is an area with its indicators.
type WeightArea struct {
	WeightRow
	Indicators []WeightRow
}

// BandRange is a band with the scores it covers.
type BandRange struct {
	Band  Band
	Range string
}

// MethodStep is one step of the method in plain words.
type MethodStep struct {
	// Key is the step's anchor.
	Key, Title string
	Text       []string
	// Formula is the same as a formula, empty when words are enough.
	Formula string
	// Table are rows of a heading and what it gives, the first row above them all.
	Table [][2]string
}

// MethodPart is a part of the method with a subject of its own.
type MethodPart struct {
	// Key is the part's anchor.
	Key, Title string
	Steps      []MethodStep
}

// MethodWork is a work of the literature.
type MethodWork struct {
	Title, Use string
	// Address is where it can be found.
	Address string
}

// SourceRow is where data come from.
type SourceRow struct {
	What, Source, Licence string
}

// Method is the model of the page on the method.
type Method struct {
	// Framework names the framework and its version.
	Framework string
	Parts     []MethodPart
	Works     []MethodWork
	Bands     []BandRange
	Weights   []WeightArea
	Sources   []SourceRow
	// Note is the publication the framework rests on.
	Note string
}
