// Package demo invents the content of a demo database: accounts, three rounds
// of answers from every municipality over about thirty months, and two surveys
// of councillors. Nothing in it says anything about a real municipality: every text says
// that it is invented, and every link leads to a domain reserved for examples.
//
// The same framework, directory and time always give the same content. The
// package knows no database and no clock.
package demo

import (
	"hash/fnv"
	"math/rand/v2"

	"modenhed/internal/account"
	"modenhed/internal/municipality"
)

// Password is the password of every demo account.
const Password = "demo-modenhed"

// odense is the municipality of the demo editor: high in the ranking, not first.
const odense municipality.Code = 461

// Person is one demo account before it is opened.
type Person struct {
	Email string
	Role  account.Role
	// Municipality is the editor's own, 0 for other roles.
	Municipality municipality.Code
}

// People returns the demo accounts: administrator, analyst, editor of Odense.
func People() []Person {
	return []Person{
		{Email: "admin@demo.test", Role: account.Administrator},
		{Email: "analyst@demo.test", Role: account.Analyst},
		{Email: "editor@demo.test", Role: account.Editor, Municipality: odense},
	}
}

// Authors are the demo accounts once opened; they stand as authors of the
// invented statuses. The administrator stands for every municipality but the editor's.
type Authors struct {
	Administrator account.Actor
	Analyst       account.Actor
	Editor        account.Actor
}

// seed fixes every draw; another number invents another country.
const seed = 2026

// draws returns the random numbers that belong to a name. Each name has its
// own, so that a new municipality or indicator changes no other's answers.
func draws(name ...string) *rand.Rand {
	h := fnv.New64a()
	for _, part := range name {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// chance is one draw from 0 to 1 that belongs to a name.
func chance(name ...string) float64 { return draws(name...).Float64() }

// spread is one draw from a normal distribution around 0 that belongs to a name.
func spread(deviation float64, name ...string) float64 {
	return draws(name...).NormFloat64() * deviation
}
