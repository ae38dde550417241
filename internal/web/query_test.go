package web_test

import (
	"net/url"
	"strings"
	"testing"

	"modenhed/internal/web"
)

func TestCanonicalQuery(t *testing.T) {
	t.Parallel()
	names := []string{"area", "q", "sort", "w-*"}
	for raw, want := range map[string]string{
		"":                             "",
		"q=a":                          "q=a",
		"sort=x&q=a":                   "q=a&sort=x",
		"q=a&q=b":                      "q=a",
		"q=&sort=":                     "",
		"unknown=1":                    "",
		"Q=a":                          "",
		"q=%C3%B8&area=a%26b":          "area=a%26b&q=%C3%B8",
		"q=a+b":                        "q=a+b",
		"%zz&q=a":                      "q=a",
		"q=a;sort=b":                   "",
		strings.Repeat("x=1&", 5) + "": "",
		"w-b=2&w-a=1&w=3&q=a&w-a=4":    "q=a&w-a=1&w-b=2",
	} {
		got := web.CanonicalQuery(raw, names)
		if got != want {
			t.Errorf("canonicalQuery(%q) = %q, want %q", raw, got, want)
		}
		if again := web.CanonicalQuery(got, names); again != got {
			t.Errorf("canonicalQuery(%q) = %q, not itself", got, again)
		}
	}
}

func FuzzCanonicalQuery(f *testing.F) {
	f.Add("q=a&sort=b")
	f.Add("q=%ff&q=1&;")
	f.Fuzz(func(t *testing.T, raw string) {
		names := []string{"a", "q", "sort", "w-*"}
		got := web.CanonicalQuery(raw, names)
		if again := web.CanonicalQuery(got, names); again != got {
			t.Errorf("canonicalQuery(%q) = %q, then %q", raw, got, again)
		}
		values, err := url.ParseQuery(got)
		if err != nil {
			t.Errorf("canonicalQuery(%q) = %q: %v", raw, got, err)
		}
		for name := range values {
			if name != "a" && name != "q" && name != "sort" && !strings.HasPrefix(name, "w-") {
				t.Errorf("canonicalQuery(%q) lets %q through", raw, name)
			}
		}
	})
}
