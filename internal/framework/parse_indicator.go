package framework

import (
	"math"

	"modenhed/internal/yamlfile"
)

func (p *fileParser) indicator(n *yamlfile.Node, path string) Indicator {
	f := p.open(n, path, "key", "weight", "type", "unit", "min", "max", "scale", "low", "high",
		"direction", "not_applicable", "title", "question", "help", "levels")
	out := Indicator{
		Key:           IndicatorKey(p.uniqueKey(f)),
		Weight:        f.number("weight", 1, 0, math.Inf(1)),
		Type:          readType(f),
		Unit:          Text(f.Wording("unit")),
		NotApplicable: f.flag("not_applicable", true),
		Title:         Text(f.Wording("title")),
		Question:      Text(f.Wording("question")),
		Help:          Text(f.Wording("help")),
	}
	out.Min, out.Max = readBounds(f, out.Type)
	out.Scale = readScale(f, out.Type)
	out.Levels = readLevels(f, out.Type)
	return out
}

// readType returns the empty type, after noting the problem, when it is missing or unknown.
func readType(f fields) Type {
	if !f.Has("type") {
		f.Note("type", "framework.missing", "Key", "type")
		return ""
	}
	return Type(f.word("type", string(Level), string(Percent), string(Number), string(Days), string(YesNo)))
}

func readBounds(f fields, t Type) (low, high *float64) {
	if t != Number && t != "" {
		for _, name := range []string{"min", "max"} {
			if f.Has(name) {
				f.Note(name, "framework.number_only", "Key", name)
			}
		}
		return nil, nil
	}
	low, high = f.optional("min"), f.optional("max")
	if low != nil && high != nil && *low > *high {
		f.Note("max", "framework.min_above_max")
	}
	return low, high
}

// fixedScale returns the scale of a type whose values have a meaning of their own.
func fixedScale(t Type) (scale Scale, ok bool) {
	switch t {
	case Level:
		return Scale{Kind: Goalposts, High: MaxLevel}, true
	case YesNo:
		return Scale{Kind: Goalposts, High: 1}, true
	}
	return Scale{}, false
}

func readScale(f fields, t Type) Scale {
	scale, fixed := fixedScale(t)
	kind := ScaleKind(f.word("scale", string(Goalposts), string(MinMax)))
	direction := f.word("direction", "up", "down")
	if fixed {
		for _, name := range []string{"low", "high"} {
			if f.Has(name) {
				f.Note(name, "framework.fixed_scale", "Key", name)
			}
		}
		if kind != Goalposts {
			f.Note("scale", "framework.fixed_scale", "Key", "scale")
		}
		if direction != "up" {
			f.Note("direction", "framework.fixed_scale", "Key", "direction")
		}
		return scale
	}
	scale = Scale{Kind: kind, Down: direction == "down"}
	readGoalposts(f, t, &scale)
	return scale
}

// readGoalposts reads low and high. A minmax indicator may have them too, for
// [Framework.WithScale]; they then say the direction where none is given.
func readGoalposts(f fields, t Type, scale *Scale) {
	low, high := f.optional("low"), f.optional("high")
	if !f.Has("low") && !f.Has("high") && (scale.Kind == MinMax || t == "") {
		return
	}
	for _, name := range []string{"low", "high"} {
		if !f.Has(name) {
			f.Note(name, "framework.goalpost_missing", "Key", name)
		}
	}
	if low == nil || high == nil {
		return
	}
	scale.Low, scale.High = *low, *high
	switch {
	case *low == *high:
		f.Note("high", "framework.goalposts_equal")
	case scale.Down && *low < *high, scale.Kind == MinMax && f.Has("direction") && !scale.Down && *low > *high:
		f.Note("direction", "framework.direction_contradicts")
	default:
		scale.Down = *low > *high
	}
}

func readLevels(f fields, t Type) []Text {
	if !f.Has("levels") {
		return nil
	}
	if t != Level && t != "" {
		f.Note("levels", "framework.level_only")
		return nil
	}
	in := f.Open("levels", "da", "en")
	levels := make([]Text, MaxLevel+1)
	setLevels(in, "da", func(i int, s string) { levels[i].DA = s })
	setLevels(in, "en", func(i int, s string) { levels[i].EN = s })
	return levels
}

func setLevels(in yamlfile.Entries, lang string, set func(level int, text string)) {
	items, ok := in.List(lang)
	if !ok || !in.Has(lang) {
		return
	}
	if len(items) != MaxLevel+1 {
		in.Note(lang, "framework.level_count", "Count", len(items), "Wanted", MaxLevel+1)
		return
	}
	for i := range items {
		if text, ok := in.ItemText(lang, i); ok {
			set(i, text)
		}
	}
}
