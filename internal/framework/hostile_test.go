package framework_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"modenhed/internal/framework"
)

func TestParseRefusesHostileFilesQuickly(t *testing.T) {
	t.Parallel()
	bomb := "key: k\nversion: 1\nareas:\n"
	for i := range 30 {
		pad := strings.Repeat("  ", 2*i+1)
		bomb += fmt.Sprintf("%s- &a%d\n%s  key: k%d\n%s  areas:\n", pad, i, pad, i, pad)
	}
	laughs := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'k'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10), ", "))
	}
	tests := map[string]string{
		"too large":        "# " + strings.Repeat("x", framework.MaxFileSize),
		"billion laughs":   laughs,
		"deep brackets":    strings.Repeat("[", 100_000),
		"deep mappings":    strings.Repeat("{a: ", 50_000),
		"deep entries":     strings.Repeat("- ", 100_000),
		"deep areas":       bomb,
		"many tokens":      strings.Repeat("a: 1\n", 100_000),
		"many quotes":      strings.Repeat(`"a" `, 90_000),
		"many tags":        strings.Repeat("!a ", 90_000),
		"many anchors":     strings.Repeat("&a ", 90_000),
		"explicit keys":    strings.Repeat("? ", 100_000),
		"many plain lines": "a: " + strings.Repeat("x\n ", 100_000),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := framework.Parse("hostile.yaml", []byte(text))
			if err == nil {
				t.Error("the file is accepted")
			}
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}
