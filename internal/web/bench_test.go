package web_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"modenhed/internal/web/webtest"
)

// rankingPath is the page of 98 rows.
const rankingPath = "/ranking"

// floor is the least share of the bare handler's speed.
const floor = 0.8

// bareEcho is an Echo server with one handler that writes ready bytes.
func bareEcho(body []byte) http.Handler {
	e := echo.New()
	e.GET(rankingPath, func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, body) })
	return e
}

// rankingPage returns the site's handler and the bytes of its ranking page.
func rankingPage(tb testing.TB) (http.Handler, []byte) {
	tb.Helper()
	site := webtest.New(tb, webtest.WithDemo())
	body := []byte(site.Browser().Get(rankingPath).WantStatus(http.StatusOK).Body)
	return site.Server, body
}

// BenchmarkRankingPage asks for the ranking page through the whole chain of
// middleware, in process.
func BenchmarkRankingPage(b *testing.B) {
	handler, body := rankingPage(b)
	inProcess(b, handler, len(body))
}

// BenchmarkBareEcho asks a bare handler for the same bytes.
func BenchmarkBareEcho(b *testing.B) {
	_, body := rankingPage(b)
	inProcess(b, bareEcho(body), len(body))
}

func inProcess(b *testing.B, handler http.Handler, size int) {
	b.Helper()
	request := httptest.NewRequest(http.MethodGet, rankingPath, nil)
	request.Header.Set("Accept-Language", "da,en;q=0.8")
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		if recorder.Body.Len() != size {
			b.Fatalf("%d bytes, want %d", recorder.Body.Len(), size)
		}
	}
}

// BenchmarkRankingPageOverTCP and BenchmarkBareEchoOverTCP do the same over a
// connection that stays open.
func BenchmarkRankingPageOverTCP(b *testing.B) {
	handler, body := rankingPage(b)
	overTCP(b, handler, len(body))
}

func BenchmarkBareEchoOverTCP(b *testing.B) {
	_, body := rankingPage(b)
	overTCP(b, bareEcho(body), len(body))
}

func overTCP(b *testing.B, handler http.Handler, size int) {
	b.Helper()
	c := dial(b, handler)
	b.SetBytes(int64(size))
	for b.Loop() {
		c.get(b, size)
	}
}

// connection is a client that reads answers with as little work as it can, so
// that what is measured is the server's.
type connection struct {
	net.Conn
	reader *bufio.Reader
}

func dial(tb testing.TB, handler http.Handler) *connection {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() })
	return &connection{Conn: conn, reader: bufio.NewReaderSize(conn, 256<<10)}
}

const question = "GET " + rankingPath + " HTTP/1.1\r\nHost: localhost\r\nAccept-Language: da,en;q=0.8\r\n\r\n"

// get asks for the page and reads a body of the size, in one piece or in chunks.
func (c *connection) get(tb testing.TB, size int) {
	if _, err := io.WriteString(c, question); err != nil {
		tb.Fatal(err)
	}
	chunked := false
	for {
		line := c.line(tb)
		if len(line) == 0 {
			break
		}
		chunked = chunked || bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked"))
	}
	if !chunked {
		c.skip(tb, size)
		return
	}
	for read := 0; ; {
		length, err := strconv.ParseInt(string(c.line(tb)), 16, 64)
		if err != nil {
			tb.Fatal(err)
		}
		c.skip(tb, int(length)+len("\r\n"))
		read += int(length)
		if length == 0 {
			if read != size {
				tb.Fatalf("%d bytes, want %d", read, size)
			}
			return
		}
	}
}

func (c *connection) line(tb testing.TB) []byte {
	line, err := c.reader.ReadSlice('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return bytes.TrimRight(line, "\r\n")
}

func (c *connection) skip(tb testing.TB, n int) {
	if _, err := c.reader.Discard(n); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkRankingPageOfBareEcho reports how fast the ranking page is as a
// share of the bare handler's speed, over a connection that stays open, and
// fails below the floor. Rounds of both are taken in turns, so that both meet
// the same machine, and the best of each counts; a share below the floor is
// measured on for a while, because one disturbed round is no verdict.
func BenchmarkRankingPageOfBareEcho(b *testing.B) {
	handler, body := rankingPage(b)
	ours, bare := dial(b, handler), dial(b, bareEcho(body))
	const rounds, patience, requests = 15, 8, 300
	best := func(sofar time.Duration, c *connection) time.Duration {
		start := time.Now()
		for range requests {
			c.get(b, len(body))
		}
		return min(sofar, time.Since(start))
	}
	ourBest, bareBest := time.Hour, time.Hour
	share := func() float64 { return float64(bareBest) / float64(ourBest) }
	for b.Loop() {
		for round := range patience * rounds {
			if round >= rounds && share() >= floor {
				break
			}
			ourBest, bareBest = best(ourBest, ours), best(bareBest, bare)
		}
	}
	b.ReportMetric(share(), "of-bare")
	b.ReportMetric(float64(ourBest.Nanoseconds())/requests, "ns/page")
	b.ReportMetric(0, "ns/op")
	if share() < floor {
		b.Errorf("%.2f of bare Echo, want at least %.2f", share(), floor)
	}
}
