package web

import (
	"slices"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/locale"
	"modenhed/internal/web/pages"
	"modenhed/internal/web/view"
)

// menus are the links that each role may follow, in each language. They come
// from the table of routes, so that no link leads nowhere.
type menus map[menuKey]menuLinks

type menuKey struct {
	role account.Role
	lang locale.Lang
}

type menuLinks struct {
	menu, footer []view.MenuItem
	// scored are the addresses that take the visitor's choice of score.
	scored map[string]bool
}

func newMenus(groups []group, looks looks) menus {
	all := make(menus)
	for _, role := range []account.Role{account.Public, account.Editor, account.Analyst, account.Administrator} {
		actor := account.Actor{Role: role}
		if role != account.Public {
			actor.ID = 1
		}
		for lang, look := range looks {
			all[menuKey{role, lang}] = linksFor(groups, actor, look)
		}
	}
	return all
}

// linksFor lists what everybody reads first and then what the actor works with.
func linksFor(groups []group, actor account.Actor, look view.Look) (links menuLinks) {
	links.scored = make(map[string]bool)
	var work []view.MenuItem
	for _, g := range groups {
		for _, r := range g.routes {
			if !r.access.allows(actor) {
				continue
			}
			if r.basis || r.keeps {
				links.scored[r.path] = true
			}
			if r.menu != "" && r.work {
				work = append(work, view.MenuItem{Href: r.path, Text: look.T(r.menu), Begins: len(work) == 0})
			} else if r.menu != "" {
				links.menu = append(links.menu, view.MenuItem{Href: r.path, Text: look.T(r.menu)})
			}
			if r.footer != "" {
				links.footer = append(links.footer, view.MenuItem{Href: r.path, Text: look.T(r.footer)})
			}
		}
	}
	links.menu = append(links.menu, work...)
	return links
}

// fill gives the visit its links, by the score that the visitor has chosen, and
// marks the one it is under.
func (m menus) fill(v *pages.Visit) {
	links := m[menuKey{v.Actor.Role, v.Look.Lang()}]
	v.Footer = links.byScore(links.footer, v.Look)
	v.Menu = links.byScore(links.menu, v.Look)
	for i, item := range links.menu {
		v.Menu[i].Current = under(v.Request().URL.Path, item.Href)
	}
}

// byScore copies links so that they keep the visitor's choice of score.
func (m menuLinks) byScore(items []view.MenuItem, look view.Look) []view.MenuItem {
	copied := slices.Clone(items)
	for i, item := range copied {
		if look.Basis != "" && m.scored[item.Href] {
			copied[i].Href += "?" + look.Basis
		}
	}
	return copied
}

// under reports whether a path is a page or one below it. Every path is below
// the front page, which therefore counts alone.
func under(path, page string) bool {
	return path == page || page != "/" && strings.HasPrefix(path, page+"/")
}
