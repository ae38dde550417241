package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms lists, for each package of the program, which others it may import.
// What is not listed is forbidden; the map is in doc.go.
var rooms = map[string]string{
	"assets":                     "",
	"seed":                       "",
	"internal":                   "",
	"internal/config":            "",
	"internal/fault":             "",
	"internal/locale":            "",
	"internal/table":             "fault",
	"internal/sheet":             "fault table",
	"internal/reference/csvfile": "fault table",
	"internal/yamlfile":          "fault",
	"internal/framework":         "fault yamlfile",
	"internal/municipality":      "fault locale reference/csvfile",
	"internal/account":           "fault municipality",
	"internal/evidence":          "fault framework municipality reference/csvfile",
	"internal/assessment":        "account fault framework municipality",
	"internal/attachment":        "account assessment fault municipality",
	"internal/history":           "account fault framework municipality",
	"internal/target":            "account assessment fault framework municipality",
	"internal/survey":            "account fault table yamlfile",
	"internal/reference":         "evidence fault framework municipality survey",
	"internal/scoring":           "fault framework",
	"internal/ranking":           "",
	"internal/weighting":         "",
	"internal/estimation":        "weighting",
	"internal/smallarea":         "",
	"internal/perception":        "estimation opinion smallarea survey",
	"internal/robustness":        "framework ranking scoring",
	"internal/sensitivity":       "framework ranking scoring",
	"internal/movement":          "framework ranking scoring",
	"internal/improvement":       "framework ranking scoring",
	"internal/peers":             "municipality",
	"internal/desk":              "evidence framework",
	"internal/benchmark":         "assessment evidence fault framework improvement movement municipality opinion peers perception ranking reference robustness scoring sensitivity smallarea survey",
	"internal/verification":      "account assessment benchmark fault framework municipality",
	"internal/round":             "account assessment benchmark fault framework municipality ranking reference robustness scoring",
	"internal/method":            "assessment framework locale peers perception robustness sensitivity",
	"internal/poll":              "estimation fault smallarea table weighting",
	"internal/council":           "account fault municipality",
	"internal/intake":            "fault locale municipality survey table",
	"internal/answersheet":       "assessment fault framework locale municipality sheet table",
	"internal/opinion":           "estimation fault municipality poll smallarea survey weighting",
	"internal/fieldwork":         "account estimation fault mail municipality sheet smallarea survey table weighting",
	"internal/mail":              "fault",
	"internal/board":             "account assessment benchmark fault framework letter municipality round",
	"internal/contact":           "account fault municipality sheet table",
	"internal/letter":            "account fault framework locale mail municipality round",
	"internal/batch":             "fault framework ranking robustness scoring table",
	"internal/demo":              "account assessment framework municipality reference survey target verification",
	"internal/workbook":          "answersheet assessment batch benchmark framework locale method movement municipality opinion perception ranking robustness round scoring smallarea survey",
	"internal/store":             "account assessment board fault fieldwork framework letter municipality reference round survey target verification history",
	"internal/web/view":          "fault locale",
	"internal/web/pages":         "account answersheet assessment attachment benchmark board contact council demo desk estimation evidence fault fieldwork framework improvement intake letter locale method movement municipality opinion perception robustness round scoring sensitivity sheet smallarea survey table target verification web/view workbook assets history",
	"internal/web":               "account config fault locale web/pages web/view assets",
	"cmd/modenhed":               "account answersheet assessment attachment batch benchmark board config council demo estimation fault fieldwork framework intake letter locale mail municipality poll reference robustness round sheet smallarea store survey table target verification web web/pages weighting workbook assets seed history",
	"internal/e2e":               "",
	"internal/sample":            "account assessment fault framework municipality reference survey",
	"internal/store/storetest":   "account assessment fault fieldwork framework letter municipality reference round sample store survey target verification history",
	"internal/web/webtest":       "account assessment attachment benchmark board config council demo fault fieldwork framework letter locale mail municipality reference round sample store survey target verification web web/pages assets seed history",
}

// testRooms exist for tests and may be imported by tests, and by each other, only.
var testRooms = []string{"internal/sample", "internal/store/storetest", "internal/web/webtest", "internal/e2e"}

// outsiders are packages from outside, by the beginning of their path, with the
// rooms that may know them.
var outsiders = map[string]string{
	"github.com/gabriel-vasile":     "internal/attachment",
	"gorm.io/":                      "internal/store",
	"database/sql":                  "internal/store internal/store/storetest",
	"github.com/pressly/goose":      "internal/store",
	"github.com/jackc/pgx":          "internal/store",
	"github.com/mattn/go-sqlite3":   "internal/store",
	"github.com/xuri/excelize":      "internal/workbook",
	"github.com/labstack/echo":      "internal/web internal/web/pages",
	"github.com/a-h/templ":          "internal/web/view internal/web/pages",
	"github.com/alexedwards/scs":    "internal/web",
	"github.com/alexedwards/argon2": "internal/account internal/web/webtest",
	"github.com/alecthomas/kong":    "cmd/modenhed",
	"github.com/nicksnyder/go-i18n": "internal/locale",
	"github.com/goccy/go-yaml/":     "internal/yamlfile",
	"github.com/PuerkitoBio":        "internal/web/webtest",
	"github.com/chromedp":           "",
	"github.com/wneessen/go-mail":   "internal/mail",
	"github.com/emersion":           "",
	"net/smtp":                      "",
	"net/http":                      "assets internal/web internal/web/pages internal/web/webtest cmd/modenhed",
	"net/http/httptest":             "internal/web/webtest",
	"testing":                       "internal/sample internal/store/storetest internal/web/webtest",
}

// pureRooms compute: the same values in, the same values out.
var pureRooms = []string{
	"internal/framework", "internal/scoring", "internal/ranking", "internal/perception", "internal/batch",
	"internal/robustness", "internal/sensitivity", "internal/movement", "internal/improvement", "internal/peers",
	"internal/smallarea", "internal/sheet", "internal/intake", "internal/answersheet", "internal/desk",
	"internal/weighting", "internal/estimation", "internal/poll", "internal/opinion",
}

// drawingRooms draw at random from a generator that they name and a seed that
// they are given; the functions of math/rand/v2 that seed themselves are not for them.
var drawingRooms = []string{"internal/robustness", "internal/sensitivity"}

// impure is what a room that computes may not know. It may know points in
// time, but not the clock.
var impure = []string{"context", "os", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "net/http", "database/sql"}

// imported is one import of one file.
type imported struct {
	file, room, path string
	test             bool
}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for _, i := range imports(t) {
		first := !seen[i.room]
		seen[i.room] = true
		if _, known := rooms[i.room]; !known {
			if first {
				t.Errorf("%s: room %s is not on the map", i.file, i.room)
			}
			continue
		}
		if i.test {
			continue
		}
		if ours, ok := strings.CutPrefix(i.path, "modenhed/"); ok {
			checkRoom(t, i, ours)
			continue
		}
		drawing := i.path == "math/rand/v2" && slices.Contains(drawingRooms, i.room)
		if slices.Contains(pureRooms, i.room) && slices.Contains(impure, i.path) && !drawing {
			t.Errorf("%s: a room that computes imports %s", i.file, i.path)
		}
		if allowed, ok := outsider(i.path); ok && !slices.Contains(strings.Fields(allowed), i.room) {
			t.Errorf("%s: %s may not import %s", i.file, i.room, i.path)
		}
	}
	for room := range rooms {
		if !seen[room] && room != "internal" && room != "internal/e2e" {
			t.Errorf("room %s is on the map and not there", room)
		}
	}
}

func checkRoom(t *testing.T, i imported, ours string) {
	t.Helper()
	if slices.Contains(testRooms, ours) && !slices.Contains(testRooms, i.room) {
		t.Errorf("%s: %s is for tests only", i.file, ours)
	}
	if !slices.Contains(strings.Fields(rooms[i.room]), strings.TrimPrefix(ours, "internal/")) {
		t.Errorf("%s: %s may not import %s", i.file, i.room, ours)
	}
}

// TestComputingKnowsNoClock looks for the functions of package time that do.
func TestComputingKnowsNoClock(t *testing.T) {
	t.Parallel()
	clocks := []string{"Now", "Since", "Until", "After", "Tick", "NewTimer", "NewTicker", "Sleep", "AfterFunc"}
	for _, room := range pureRooms {
		eachSelector(t, room, func(name string, from *ast.Ident, selector string) {
			if from.Name == "time" && slices.Contains(clocks, selector) {
				t.Errorf("%s: %s reads the clock with time.%s", name, room, selector)
			}
		})
	}
}

// TestDrawsComeFromASeed looks for generators that seed themselves.
func TestDrawsComeFromASeed(t *testing.T) {
	t.Parallel()
	for _, room := range drawingRooms {
		eachSelector(t, room, func(name string, from *ast.Ident, selector string) {
			if from.Name == "rand" && !slices.Contains([]string{"New", "NewPCG", "PCG", "Rand", "Source"}, selector) {
				t.Errorf("%s: %s draws with rand.%s", name, room, selector)
			}
		})
	}
}

// eachSelector calls back for every x.y of a room's files, tests left out.
func eachSelector(t *testing.T, room string, found func(file string, from *ast.Ident, selector string)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(room), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if from, ok := selector.X.(*ast.Ident); ok {
					found(name, from, selector.Sel.Name)
				}
			}
			return true
		})
	}
}

// outsider returns who may import a package from outside; ok is false when everybody may.
func outsider(imported string) (allowed string, ok bool) {
	longest := ""
	for prefix, rooms := range outsiders {
		exact := prefix == imported || strings.HasPrefix(imported, strings.TrimSuffix(prefix, "/")+"/") || strings.Contains(prefix, ".") && strings.HasPrefix(imported, prefix)
		if exact && len(prefix) > len(longest) {
			longest, allowed, ok = prefix, rooms, true
		}
	}
	return allowed, ok
}

// imports reads every Go file of the module.
func imports(t *testing.T) []imported {
	t.Helper()
	root := os.DirFS("..")
	var list []imported
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" || entry.Name() == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) == ".go" {
			list = append(list, importsOf(t, root, name)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 100 {
		t.Fatalf("only %d imports found", len(list))
	}
	return list
}

func importsOf(t *testing.T, root fs.FS, name string) []imported {
	t.Helper()
	source, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var list []imported
	for _, spec := range file.Imports {
		what, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, imported{file: name, room: path.Dir(name), path: what, test: strings.HasSuffix(name, "_test.go")})
	}
	return list
}
