package web

import (
	"io"
	"net/http"
)

// healthy answers as long as the process runs.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { probe(w, http.StatusOK, "ok\n") }

// readiness answers whether the database answers too.
func (s *Server) readiness(w http.ResponseWriter, r *http.Request) {
	if err := s.isReady(r.Context()); err != nil {
		s.log.WarnContext(r.Context(), "not ready", "error", err)
		probe(w, http.StatusServiceUnavailable, "not ready\n")
		return
	}
	probe(w, http.StatusOK, "ready\n")
}

func probe(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A probe that has gone away needs no answer.
	_, _ = io.WriteString(w, text)
}
