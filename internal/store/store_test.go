package store_test

import (
	"testing"

	"modenhed/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) string { return storetest.SQLite(t) })
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.PostgreSQL)
}
