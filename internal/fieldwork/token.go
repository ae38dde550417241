package fieldwork

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// newToken returns the secret part of a link: 130 random bits in lower case,
// which a hash without salt hides well enough.
func newToken() string { return strings.ToLower(rand.Text()) }

// hashOf returns what the database keeps of a token. Letters may have become
// capitals on the way through a letter on paper.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(token))))
	return hex.EncodeToString(sum[:])
}

// Link is a link as the database knows it.
type Link struct {
	Hash string
	// Contact is the key of the contact.
	Contact string
}

// path begins the addresses of links; the token follows.
const path = "/answer/"

func linkTo(base, token string) string { return base + path + token }
