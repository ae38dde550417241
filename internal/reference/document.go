// Package reference keeps what results rest on besides the answers: frameworks,
// the directory of municipalities, survey waves, public evidence and council
// seats. Each is a document in the form a person wrote it. A correction is a
// later document with the same kind and key, none is changed or deleted, so
// that the documents recorded by a time give the same results for ever. The
// package turns seed files into documents and documents into values; it keeps
// nothing itself.
package reference

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Kind is what a document holds.
type Kind string

// The kinds.
const (
	// KindFramework is one framework file (YAML); its key is "key@version".
	KindFramework Kind = "framework"
	// KindDirectory is the bundle of municipalities, regions and groups; its key is [DirectoryKey].
	KindDirectory Kind = "directory"
	// KindWave is one survey wave (YAML); its key is the wave's key.
	KindWave Kind = "wave"
	// KindEvidence is the list of public evidence (CSV); its key is [EvidenceKey].
	KindEvidence Kind = "evidence"
	// KindSeats is the bundle of council seats by party; its key is [SeatsKey],
	// and [ImportedSeatsKey] for councils that people entered.
	KindSeats Kind = "seats"
	// KindResponses is what the respondents of a wave answered (CSV of package
	// survey), or the figures made of them once single answers are no longer
	// kept (JSON of package opinion); its key is the wave's key.
	KindResponses Kind = "responses"
	// KindMargins is how many people of each kind a wave's population has (CSV of
	// package poll); its key is the wave's key.
	KindMargins Kind = "margins"
)

// The keys of the kinds of which there is one document at a time.
const (
	DirectoryKey = "municipalities"
	EvidenceKey  = "public"
	SeatsKey     = "councils"
	// ImportedSeatsKey comes after SeatsKey: the councils under it stand in place
	// of those that came with the program, whichever was recorded first.
	ImportedSeatsKey = "imported"
)

// Origin is how a document came in.
type Origin string

// The origins.
const (
	OriginSeed   Origin = "seed"
	OriginForm   Origin = "form"
	OriginImport Origin = "import"
	// OriginDemo marks the invented documents of a demo database.
	OriginDemo Origin = "demo"
)

// Document is one recorded reference text.
type Document struct {
	// ID is the rising number of the document over the whole database, 0 before it is recorded.
	ID      int64
	Kind    Kind
	Key     string
	Content []byte
	Origin  Origin
	// RecordedAt is zero before the document is recorded.
	RecordedAt time.Time
}

// SHA256 returns the SHA-256 digest of the content in lower-case hexadecimal.
// A document whose digest equals that of the latest one of its kind and key
// brings nothing new.
func (d Document) SHA256() string {
	sum := sha256.Sum256(d.Content)
	return hex.EncodeToString(sum[:])
}

// Erased reports whether a document of [KindResponses] has only the figures
// that were made of the responses, which are JSON; responses are not.
func (d Document) Erased() bool {
	return d.Kind == KindResponses && bytes.HasPrefix(d.Content, []byte("{"))
}
