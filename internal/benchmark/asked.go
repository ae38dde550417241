package benchmark

import (
	"sync"

	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/ranking"
)

// asked is what a snapshot computes when somebody asks first. Copies of a
// snapshot share it.
type asked struct {
	listing     lazy[[]int]
	overview    lazy[*Overview]
	areaPlaces  lazy[map[framework.AreaKey][]ranking.Place]
	evidence    lazy[map[municipality.Code][]evidence.Item]
	robust      lazy[robust]
	trend       lazy[[]CountryPoint]
	sensitivity lazy[analysed]
	moved       lazy[*movements]
	beliefs     lazy[*Beliefs]
}

// lazy is a value that is made when somebody asks first.
type lazy[T any] struct {
	once  sync.Once
	value T
}

func (l *lazy[T]) get(make func() T) T {
	l.once.Do(func() { l.value = make() })
	return l.value
}
