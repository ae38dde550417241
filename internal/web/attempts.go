package web

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"modenhed/internal/web/pages"
)

// How often somebody may try to sign in: at once, and then again every so often.
const (
	triesPerEmail   = 10
	emailEvery      = 30 * time.Second
	triesPerAddress = 60
	addressEvery    = 2 * time.Second
	// remembered is how many e-mail and network addresses are kept apart.
	remembered = 10_000
)

// attempts counts attempts to sign in. It forgets those longest ago first, so
// that it never grows beyond a bound.
type attempts struct {
	mu        sync.Mutex
	emails    *lru.Cache[string, *rate.Limiter]
	addresses *lru.Cache[string, *rate.Limiter]
	now       func() time.Time
	proxied   bool
}

func newAttempts(now func() time.Time, proxied bool) (*attempts, error) {
	emails, err := lru.New[string, *rate.Limiter](remembered)
	if err != nil {
		return nil, fmt.Errorf("remember e-mail addresses: %w", err)
	}
	addresses, err := lru.New[string, *rate.Limiter](remembered)
	if err != nil {
		return nil, fmt.Errorf("remember network addresses: %w", err)
	}
	return &attempts{emails: emails, addresses: addresses, now: now, proxied: proxied}, nil
}

// Try implements [pages.Attempts].
func (a *attempts) Try(v *pages.Visit, email string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	wait := take(a.addresses, clientNetwork(v.Request(), a.proxied), rate.Every(addressEvery), triesPerAddress, now)
	if wait > 0 {
		return wait
	}
	return take(a.emails, email, rate.Every(emailEvery), triesPerEmail, now)
}

// Succeeded implements [pages.Attempts].
func (a *attempts) Succeeded(email string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.emails.Remove(email)
}

// How many links that lead nowhere somebody may try: at once, and then again
// every so often.
const (
	missesPerAddress = 60
	missEvery        = 5 * time.Second
)

// guesses counts links that lead nowhere by the network address that they are
// tried from. It is kept in memory alone and forgets those longest ago first.
type guesses struct {
	mu        sync.Mutex
	addresses *lru.Cache[string, *rate.Limiter]
	now       func() time.Time
	proxied   bool
}

func newGuesses(now func() time.Time, proxied bool) (*guesses, error) {
	addresses, err := lru.New[string, *rate.Limiter](remembered)
	if err != nil {
		return nil, fmt.Errorf("remember network addresses: %w", err)
	}
	return &guesses{addresses: addresses, now: now, proxied: proxied}, nil
}

// MayTry implements [pages.Guesses].
func (g *guesses) MayTry(v *pages.Visit) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	limiter, ok := g.addresses.Get(clientNetwork(v.Request(), g.proxied))
	return !ok || limiter.TokensAt(g.now()) >= 1
}

// Missed implements [pages.Guesses].
func (g *guesses) Missed(v *pages.Visit) {
	g.mu.Lock()
	defer g.mu.Unlock()
	take(g.addresses, clientNetwork(v.Request(), g.proxied), rate.Every(missEvery), missesPerAddress, g.now())
}

// take counts an attempt and returns how long to wait before the next when
// there were too many.
func take(cache *lru.Cache[string, *rate.Limiter], key string, every rate.Limit, burst int, now time.Time) time.Duration {
	limiter, ok := cache.Get(key)
	if !ok {
		limiter = rate.NewLimiter(every, burst)
		cache.Add(key, limiter)
	}
	reservation := limiter.ReserveN(now, 1)
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

// clientNetwork is the network address that a request came from; of IPv6 the
// network of 64 bits, which is what one subscriber has.
func clientNetwork(r *http.Request, proxied bool) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); proxied && len(forwarded) > 0 {
		last := forwarded[len(forwarded)-1]
		host = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	ip := net.ParseIP(host)
	if ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
