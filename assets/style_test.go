package assets_test

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestPartsAreAllJoined(t *testing.T) {
	t.Parallel()
	files := newFiles(t)
	for whole, pattern := range map[string]string{"css/app.css": "css/app/*", "css/answer.css": "css/answer/*", "js/app.js": "js/app/*", "js/charts.js": "js/charts/*"} {
		served := get(t, files, whole)
		length := 0
		names, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			part, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			length += len(part)
			if !strings.Contains(served, string(part)) {
				t.Errorf("%s is not part of %s", name, whole)
			}
		}
		if len(served) != length {
			t.Errorf("%s has %d bytes, its parts %d", whole, len(served), length)
		}
	}
}

// ownClass matches a class of ours, as a selector or in the documented markup.
var ownClass = regexp.MustCompile(`\bmh-[a-z0-9-]+`)

func TestMarkupAndStyleAgree(t *testing.T) {
	t.Parallel()
	style := get(t, newFiles(t), "css/app.css")
	selectors := classes(regexp.MustCompile(`(?s)/\*.*?\*/|--[a-z-]+:|var\(--[a-z-]+\)`).ReplaceAllString(style, ""), `\.`)
	guide, err := os.ReadFile("css/README.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := classes(string(guide), "")
	unstyled := map[string]bool{"mh-hatch": true, "mh-tile-value": true} // an id, and a part that needs no rule
	for class := range documented {
		if !selectors[class] && !unstyled[class] {
			t.Errorf("README.md shows %s, which app.css does not style", class)
		}
	}
	// Made by the scripts.
	made := map[string]bool{"mh-tip": true, "mh-tip-title": true, "mh-tip-row": true, "mh-tip-value": true, "mh-draft-note": true}
	for class := range selectors {
		if !documented[class] && !made[class] {
			t.Errorf("app.css styles %s, which README.md does not show", class)
		}
	}
}

func classes(text, before string) map[string]bool {
	found := map[string]bool{}
	pattern := regexp.MustCompile(before + ownClass.String())
	for _, match := range pattern.FindAllString(text, -1) {
		found[strings.TrimLeft(match, ".")] = true
	}
	return found
}

func TestTilesReachEveryColumnAndRow(t *testing.T) {
	t.Parallel()
	style := get(t, newFiles(t), "css/app.css")
	for column := range 21 {
		if rule := fmt.Sprintf(".tc%d { grid-column: %d; }", column, column%10+1+column/20*10); !strings.Contains(style, rule) {
			t.Errorf("app.css lacks %s", rule)
		}
	}
	for row := range 14 {
		if rule := fmt.Sprintf(".tr%d { grid-row: %d; }", row, row+1); !strings.Contains(style, rule) {
			t.Errorf("app.css lacks %s", rule)
		}
	}
}

// colourRule matches a rule of tokens.css that sets fill, text and edge.
var colourRule = regexp.MustCompile(`(?m)^(\.[^{]+) \{ --\w+-fill: #(\w{6}); --\w+-text: #(\w{6}); --\w+-edge: #(\w{6}); \}$`)

func TestColoursHaveContrast(t *testing.T) {
	t.Parallel()
	style := get(t, newFiles(t), "css/app.css")
	rules := colourRule.FindAllStringSubmatch(style, -1)
	if len(rules) < 14 {
		t.Fatalf("%d colour rules found, want the levels and the differences", len(rules))
	}
	for _, rule := range rules {
		name, fill, text, edge := rule[1], rule[2], rule[3], rule[4]
		if got := contrast(t, fill, text); got < 4.5 {
			t.Errorf("%s: text on fill %.2f:1, want 4.5", name, got)
		}
		if got := contrast(t, edge, "FFFFFF"); got < 3 {
			t.Errorf("%s: edge on white %.2f:1, want 3", name, got)
		}
	}
	for _, ground := range []string{"FFFFFF", "F3F6F8"} {
		for name, colour := range map[string]string{"ink": "1A1A1A", "muted": "5C5C5C", "primary": "0B4F75", "up": "2A6600", "down": "B00000"} {
			if !strings.Contains(style, fmt.Sprintf("--mh-%s: #%s;", name, colour)) {
				t.Errorf("--mh-%s is not #%s", name, colour)
			}
			if got := contrast(t, colour, ground); got < 4.5 {
				t.Errorf("%s on #%s: %.2f:1, want 4.5", name, ground, got)
			}
		}
	}
}

// contrast is the ratio of WCAG 2.2, from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light, dark := luminance(t, a), luminance(t, b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	var channel [3]float64
	for i := range channel {
		value, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatalf("colour %q: %v", hex, err)
		}
		s := float64(value) / 255
		if s <= 0.04045 {
			channel[i] = s / 12.92
		} else {
			channel[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*channel[0] + 0.7152*channel[1] + 0.0722*channel[2]
}
