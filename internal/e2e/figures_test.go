package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// beliefPages show the invented survey of 2026, with figures.
var beliefPages = []string{
	"/perception?by=party", "/perception/demo-2026", "/perception/demo-2026?by=group", "/perception/demo-2026/quadrants",
	"/perception/demo-2025/quadrants", "/municipalities/851",
}

func TestPagesOfBelief(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	checkPages(t, s.URL, "belief", beliefPages, nil)
}

// TestFiguresAreSaved draws the figures of belief and saves each of them as a
// picture with its title, source, dates and the mark on what is invented.
func TestFiguresAreSaved(t *testing.T) {
	t.Parallel()
	s := serve(t, "--demo")
	tab := newTab(t)
	for _, figure := range []struct{ name, page, title, sign string }{
		{"dumbbell", "/perception?lang=da", "Tro på, at gevinsterne er hentet", "Region Nordjylland"},
		{"quadrant", "/perception/demo-2026/quadrants?lang=da", "Målt modenhed og syn på potentialet", "Blind vinkel"},
	} {
		t.Run(figure.name, func(t *testing.T) {
			act(t, tab.ctx, "open the page", size(1280), chromedp.Navigate(s.URL+figure.page),
				chromedp.WaitVisible(chromedp.CSS(`.mh-chart[data-chart="`+figure.name+`"] svg`)))
			svg := string(saved(t, tab.ctx, figure.name, "svg"))
			for _, want := range []string{figure.title, figure.sign, "n = ", "Kilde: ", "Opdigtede tal", "opgjort", `xmlns="http://www.w3.org/2000/svg"`} {
				if !strings.Contains(svg, want) {
					t.Errorf("the SVG does not say %q", want)
				}
			}
			checkPainted(t, saved(t, tab.ctx, figure.name, "png"))
			for _, c := range tab.complaints.take() {
				t.Errorf("console: %s", c)
			}
		})
	}
}

// saved presses the button of a figure and returns the file that it hands out.
func saved(t *testing.T, ctx context.Context, name, form string) []byte {
	t.Helper()
	script := `new Promise((done) => {
		URL.createObjectURL = (blob) => {
			const reader = new FileReader();
			reader.onload = () => done(reader.result.split(',')[1]);
			reader.readAsDataURL(blob);
			return '#';
		};
		document.querySelector('.mh-chart[data-chart="` + name + `"]').closest('figure').querySelector('[data-chart-save="` + form + `"]').click();
	})`
	text := ask(t, ctx, "save as "+form, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("MODENHED_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "saved-"+name+"."+form), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return content
}

// checkPainted looks at the size of a picture and counts its colours.
func checkPainted(t *testing.T, content []byte) {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	bounds := picture.Bounds()
	if bounds.Dx() != 2000 || bounds.Dy() < 800 {
		t.Errorf("the picture is %v", bounds)
	}
	dark := 0
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r < 0x8000 && g < 0x8000 && b < 0x9000 {
				dark++
			}
		}
	}
	if all := bounds.Dx() * bounds.Dy(); dark < all/200 || dark > all/4 {
		t.Errorf("%d of %d points are dark", dark, all)
	}
}
