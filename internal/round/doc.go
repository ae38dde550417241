// Package round holds measuring rounds: opened, reviewed and published at set
// times. It freezes what is published, gives it a hash that anybody can
// recompute, and keeps the register of corrections.
package round
