package store

import (
	"fmt"
	"sync"

	"gorm.io/gorm"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
)

// typeTable remembers the value types of indicators, by framework version, so
// that recording a status need not ask for them. A remembered type that
// another process has changed in the meantime is caught by the foreign key of
// the status, and whoever meets an error forgets.
type typeTable struct {
	mu    sync.Mutex
	known map[frameworkVersion]map[framework.IndicatorKey]framework.Type
}

type frameworkVersion struct {
	key     string
	version int
}

func (t *typeTable) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known = nil
}

// of returns the type of a status's indicator. A status of an unknown
// indicator is refused as the foreign key would refuse it.
func (t *typeTable) of(tx *gorm.DB, s assessment.Status) (framework.Type, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	version := frameworkVersion{s.Framework, s.FrameworkVersion}
	types, loaded := t.known[version]
	if !loaded {
		var err error
		if types, err = indicatorTypes(tx, version); err != nil {
			return "", err
		}
		if t.known == nil {
			t.known = make(map[frameworkVersion]map[framework.IndicatorKey]framework.Type)
		}
		t.known[version] = types
	}
	kind, known := types[s.Indicator]
	if !known {
		return "", fault.New(fault.Invalid, "store.unknown_reference")
	}
	return kind, nil
}

// indicatorTypes returns the value types of all indicators of a framework version.
func indicatorTypes(tx *gorm.DB, version frameworkVersion) (map[framework.IndicatorKey]framework.Type, error) {
	var rows []indicatorRow
	err := tx.Select("key", "type").Where("framework = ? AND version = ?", version.key, version.version).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the indicators of %s: %w", version.key, err)
	}
	types := make(map[framework.IndicatorKey]framework.Type, len(rows))
	for _, row := range rows {
		types[framework.IndicatorKey(row.Key)] = framework.Type(row.Type)
	}
	return types, nil
}
