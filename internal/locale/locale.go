// Package locale holds every word that people read, in Danish and English, and
// the conventions of both languages: decimal comma, dates, time zone and sort
// order. It knows none of the product's types: callers hand it keys, arguments
// and plain values.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed messages
var messageFiles embed.FS

// Lang is a language of the product.
type Lang string

// The languages; Danish is the default.
const (
	Danish  Lang = "da"
	English Lang = "en"
)

// Langs lists the languages, default first.
func Langs() []Lang { return []Lang{Danish, English} }

// Parse returns the language with a code, and whether there is one.
func Parse(code string) (Lang, bool) {
	switch Lang(code) {
	case Danish:
		return Danish, true
	case English:
		return English, true
	}
	return Danish, false
}

// Match picks the language for an Accept-Language header: that of the first
// wish that can be met, Danish when none can.
func Match(acceptLanguage string) Lang {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Danish
	}
	for _, tag := range tags {
		base, confidence := tag.Base()
		if confidence != language.Exact {
			continue
		}
		switch base.String() {
		case "da", "no", "nb", "nn", "fo", "kl":
			// Who reads Norwegian reads Danish; Faroese and Greenlandic schools teach it.
			return Danish
		case "en":
			return English
		}
	}
	return Danish
}

// Catalogue holds the wording of all languages.
type Catalogue struct {
	printers map[Lang]*Printer
}

// Load reads the embedded wording.
func Load() (*Catalogue, error) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		return nil, fmt.Errorf("load the time zone: %w", err)
	}
	bundle := i18n.NewBundle(language.Danish)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	catalogue := &Catalogue{printers: make(map[Lang]*Printer)}
	for _, lang := range Langs() {
		plain, err := loadLanguage(bundle, lang)
		if err != nil {
			return nil, err
		}
		catalogue.printers[lang] = &Printer{
			lang:      lang,
			plain:     plain,
			localizer: i18n.NewLocalizer(bundle, string(lang)),
			zone:      zone,
			all:       catalogue.printers,
		}
	}
	return catalogue, nil
}

// loadLanguage adds a language's files to the bundle and returns its messages
// without arguments or plural forms, which need no template.
func loadLanguage(bundle *i18n.Bundle, lang Lang) (map[string]string, error) {
	plain := make(map[string]string)
	files, err := fs.Glob(messageFiles, path.Join("messages", string(lang), "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list the %s wording: %w", lang, err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(messageFiles, name)
		if err != nil {
			return nil, fmt.Errorf("read the wording: %w", err)
		}
		subject := strings.TrimSuffix(path.Base(name), ".yaml")
		file, err := bundle.ParseMessageFileBytes(data, subject+"."+string(lang)+".yaml")
		if err != nil {
			return nil, fmt.Errorf("parse the wording in %s: %w", name, err)
		}
		for _, m := range file.Messages {
			if m.One == "" && !strings.Contains(m.Other, "{{") {
				plain[m.ID] = m.Other
			}
		}
	}
	return plain, nil
}

// Printer returns the printer of a language.
func (c *Catalogue) Printer(lang Lang) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Danish]
}

// Printer turns keys and values into text of one language. It is safe for concurrent use.
type Printer struct {
	lang      Lang
	plain     map[string]string
	localizer *i18n.Localizer
	zone      *time.Location
	// all are the printers of every language, this one among them.
	all map[Lang]*Printer
}

// In returns the printer of another language, for texts that go to somebody
// else; of Danish where there is none for the code.
func (p *Printer) In(code string) *Printer {
	lang, _ := Parse(code)
	return p.all[lang]
}

// Lang returns the printer's language.
func (p *Printer) Lang() Lang { return p.lang }

// Code returns the printer's language as "da" or "en", for lang attributes and addresses.
func (p *Printer) Code() string { return string(p.lang) }

// T returns the text of a key with alternating argument names and values
// filled in. A key without wording comes back as it is, so that it is seen.
func (p *Printer) T(key string, pairs ...any) string {
	if text, ok := p.plain[key]; ok {
		return text
	}
	args := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return p.Format(key, args)
}

// Format returns the text of a key with named arguments filled in. Arguments
// that are floating-point numbers are written as the language writes them.
func (p *Printer) Format(key string, args map[string]any) string {
	if text, ok := p.plain[key]; ok {
		return text
	}
	text, err := p.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: p.written(args)})
	if err != nil || text == "" {
		return key
	}
	return text
}

// written returns the arguments with floating-point numbers as text.
func (p *Printer) written(args map[string]any) map[string]any {
	texts := make(map[string]any, len(args))
	for name, value := range args {
		if number, ok := value.(float64); ok {
			value = p.Exact(number)
		}
		texts[name] = value
	}
	return texts
}

// N returns the text of a key in the plural form of n; the text finds the
// formatted number as {{.N}}, beside alternating argument names and values.
func (p *Printer) N(key string, n int, pairs ...any) string {
	args := map[string]any{"N": p.Int(n)}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	text, err := p.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: args})
	if err != nil || text == "" {
		return key
	}
	return text
}

// Has reports whether the key has wording in this language.
func (p *Printer) Has(key string) bool {
	if _, ok := p.plain[key]; ok {
		return true
	}
	return p.Format(key, nil) != key
}
