// Package e2e holds tests that use the built program as people do: through its
// commands, and through a real browser. It has no code outside tests.
package e2e
