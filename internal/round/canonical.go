package round

import (
	"fmt"
	"math"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"modenhed/internal/scoring"
)

// Optional is a figure or word that may be undefined; it is then written null.
type Optional[T comparable] struct {
	Value T
	OK    bool
}

func some[T comparable](value T) Optional[T] { return Optional[T]{Value: value, OK: true} }

func optional[T comparable](value T, ok bool) Optional[T] {
	if !ok {
		return Optional[T]{}
	}
	return some(value)
}

// MarshalJSON implements json.Marshaler.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if !o.OK {
		return []byte("null"), nil
	}
	return json.Marshal(o.Value)
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *Optional[T]) UnmarshalJSON(text []byte) error {
	*o = Optional[T]{}
	if string(text) == "null" {
		return nil
	}
	o.OK = true
	return json.Unmarshal(text, &o.Value)
}

// points returns a score as it is written.
func points(p scoring.Points) Optional[float64] { return figure(p.Value, p.OK) }

func figure(x float64, ok bool) Optional[float64] {
	if !ok {
		return Optional[float64]{}
	}
	return some(round9(x))
}

// round9 rounds to 9 decimals, half to even, and turns -0 into 0.
func round9(x float64) float64 {
	const scale = 1e9
	return math.RoundToEven(x*scale)/scale + 0
}

// canonicalOf writes a value as canonical JSON. It refuses what has no such
// form: a number that is not finite, a text that is not UTF-8.
func canonicalOf(value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("write canonical JSON: %w", err)
	}
	canonical := jsontext.Value(text)
	if err := canonical.Canonicalize(); err != nil {
		return nil, fmt.Errorf("write canonical JSON: %w", err)
	}
	return canonical, nil
}

// ParseContent reads content from the JSON that [Content.Canonical] returned.
// Members that content does not have are refused; that it is canonical is not checked.
func ParseContent(text []byte) (*Content, error) {
	c := new(Content)
	if err := json.Unmarshal(text, c, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	canonical, err := canonicalOf(c)
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	c.canonical = canonical
	return c, nil
}
