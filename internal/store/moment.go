package store

import "time"

// moment returns a time as it is stored: microseconds since 1970 in UTC.
func moment(t time.Time) int64 { return t.UnixMicro() }

// instant returns a stored time.
func instant(microseconds int64) time.Time { return time.UnixMicro(microseconds).UTC() }

// kept returns a time as reading it back from the database gives it.
func kept(t time.Time) time.Time { return instant(moment(t)) }
