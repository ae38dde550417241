package web

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
)

// contentPolicy lets pages load from here alone and run no inline script or style.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// header is a header that every answer has. The value is kept as the slice
// that goes into the header map and must not be changed.
type header struct {
	name  string
	value []string
}

func securityHeaders(https bool) []header {
	all := []header{
		{"Content-Security-Policy", []string{contentPolicy}},
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	}
	if https {
		all = append(all, header{"Strict-Transport-Security", []string{"max-age=31536000"}})
	}
	return all
}

// unseenHeaders come on top for visitors who leave no trace: their address holds
// a right, which goes nowhere else.
func unseenHeaders() []header {
	return []header{
		{"Referrer-Policy", []string{"no-referrer"}},
		{"X-Robots-Tag", []string{"noindex, nofollow"}},
	}
}

func setHeaders(h http.Header, all []header) {
	for _, one := range all {
		h[one.name] = one.value
	}
}

// requestNumbers names requests: unlike those of other processes, and rising.
type requestNumbers struct {
	prefix string
	last   atomic.Uint64
}

func newRequestNumbers() *requestNumbers {
	return &requestNumbers{prefix: strings.ToLower(rand.Text()[:8]) + "-"}
}

func (n *requestNumbers) next() string {
	var digits [32]byte
	text := append(digits[:0], n.prefix...)
	return string(strconv.AppendUint(text, n.last.Add(1), 36))
}
