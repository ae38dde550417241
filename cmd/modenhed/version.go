package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// versionCommand says which program this is.
type versionCommand struct{}

// Run implements command.
func (versionCommand) Run(_ context.Context, p *program) error {
	_, err := fmt.Fprintln(p.out, "modenhed "+version())
	return err
}

// version is the module's version with the commit and the compiler.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	text := info.Main.Version
	if text == "" {
		text = "(devel)"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			text += " " + setting.Value
		}
	}
	return text + " " + info.GoVersion
}
