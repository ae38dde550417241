package round

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"modenhed/internal/assessment"
	"modenhed/internal/robustness"
)

// Product and Format say which program and which form of content this is. A
// change to what content holds, or to how a figure is computed, is a new
// format; this program goes on verifying the old ones.
const (
	Product = "modenhed"
	Format  = 2
)

// formatVerified is the first format with verified scores and with changes that
// were accepted in the review.
const formatVerified = 2

// Content is the frozen result of a round: every figure that is published and
// what it was computed from. [Freeze] makes it; it must not be changed. Which
// version of the program made it is no part of it: all of them must agree.
type Content struct {
	Product string `json:"product"`
	Format  int    `json:"format"`
	Round   Head   `json:"round"`
	// Inputs are what the result was computed from, in the order of the archive.
	Inputs []Input `json:"inputs"`
	Method Method  `json:"method"`
	// Areas are all areas at every depth, parents before children, and
	// Indicators all indicators, both in the order of the framework.
	Areas      []string `json:"areas"`
	Indicators []string `json:"indicators"`
	// Units are the municipalities by rising code.
	Units []UnitResult `json:"units"`

	canonical []byte
}

// Head names a round.
type Head struct {
	Key    Key    `json:"key"`
	Title  Title  `json:"title"`
	Cutoff Moment `json:"cutoff"`
}

// Title is a round's title in both languages.
type Title struct {
	DA string `json:"da"`
	EN string `json:"en"`
}

// Moment is an [assessment.AsOf] as it is written: the time in UTC as
// 2026-12-31T22:59:59.999999Z and the number of the last status, 0 for no bound.
type Moment struct {
	Time   string `json:"time"`
	Status int64  `json:"status"`
}

func momentOf(at assessment.AsOf) Moment {
	return Moment{Time: at.Time.UTC().Format(time.RFC3339Nano), Status: int64(at.Status)}
}

// AsOf returns the moment as the rest of the program knows it.
func (m Moment) AsOf() (assessment.AsOf, error) {
	at, err := time.Parse(time.RFC3339Nano, m.Time)
	if err != nil {
		return assessment.AsOf{}, fmt.Errorf("moment %q: %w", m.Time, err)
	}
	return assessment.AsOf{Time: at.UTC(), Status: assessment.StatusID(m.Status)}, nil
}

// Input is one thing that the result was computed from.
type Input struct {
	// File is its path in the archive.
	File string `json:"file"`
	// Kind is the kind of a reference document, or [KindStatuses].
	Kind string `json:"kind"`
	// Key is the key of a reference document, empty for the statuses.
	Key string `json:"key"`
	// SHA256 is the digest of the bytes in lower-case hexadecimal.
	SHA256 string `json:"sha256"`
}

// KindStatuses is the kind of the input that holds the answers.
const KindStatuses = "statuses"

// Method is the declared method, under the names that batch scoring uses.
type Method struct {
	Framework        string  `json:"framework"`
	Version          int     `json:"version"`
	Aggregation      string  `json:"aggregation"`
	Missing          string  `json:"missing"`
	MinAreaCoverage  float64 `json:"min_area_coverage"`
	MinIndexWeight   float64 `json:"min_index_weight"`
	MinCoverage      float64 `json:"min_coverage"`
	MaxNotApplicable float64 `json:"max_not_applicable"`
	MaxAgeMonths     int     `json:"max_age_months"`
	// AreaAggregation holds the areas that declare their own.
	AreaAggregation map[string]string `json:"area_aggregation"`
	// RankInterval says how the rank intervals were drawn.
	RankInterval Draws `json:"rank_interval"`
	// VerifiedCaps are the most points that an answer is worth in the verified
	// score; nil in format 1.
	VerifiedCaps *Caps `json:"verified_caps,omitzero"`
}

// Caps are the most points that an answer is worth in the verified score, by
// what analysts found and what it rests on.
type Caps struct {
	Verified   float64 `json:"verified"`
	Document   float64 `json:"document"`
	Text       float64 `json:"text"`
	None       float64 `json:"none"`
	Questioned float64 `json:"questioned"`
}

// Draws are the settings of rank intervals; see [robustness.Settings].
type Draws struct {
	Draws         int     `json:"draws"`
	Seed          uint64  `json:"seed"`
	Concentration float64 `json:"concentration"`
	// Vary names the sources of variation, with commas between them.
	Vary string `json:"vary"`
}

func drawsOf(s robustness.Settings) Draws {
	return Draws{Draws: s.Draws, Seed: s.Seed, Concentration: s.Concentration, Vary: s.Sources.String()}
}

// settings returns the settings as the rest of the program knows them.
func (d Draws) settings() (robustness.Settings, error) {
	sources, err := robustness.ParseSources(d.Vary)
	return robustness.Settings{Sources: sources, Concentration: d.Concentration, Draws: d.Draws, Seed: d.Seed}, err
}

// UnitResult is the result of one municipality, under the names that batch
// scoring uses. What is not defined is not OK and written null.
type UnitResult struct {
	// Unit is the code without leading zero.
	Unit string `json:"unit"`
	Name string `json:"name"`
	// Score, Lower and Upper are points from 0 to 100.
	Score Optional[float64] `json:"score"`
	// Rank is the competition rank from 1, none for a unit that is not ranked.
	Rank Optional[int] `json:"rank"`
	// Tied means that another unit has the same rank.
	Tied     bool   `json:"tied"`
	Standing string `json:"standing"`
	// Coverage is a share from 0 to 1, as is NotApplicable.
	Coverage      Optional[float64] `json:"coverage"`
	NotApplicable float64           `json:"not_applicable"`
	Lower         Optional[float64] `json:"lower_bound"`
	Upper         Optional[float64] `json:"upper_bound"`
	Band          Optional[string]  `json:"band"`
	// RankInterval is none for a unit that is not ranked.
	RankInterval Optional[RankInterval] `json:"rank_interval"`
	// Areas and Indicators have the keys of [Content].
	Areas      map[string]AreaResult        `json:"areas"`
	Indicators map[string]Optional[float64] `json:"indicators"`
	// VerifiedResult is nil in format 1.
	*VerifiedResult
}

// VerifiedResult is the result of one municipality when every answer is worth
// at most what its backing allows. Coverage and standing are those without caps.
type VerifiedResult struct {
	VerifiedScore Optional[float64] `json:"verified_score"`
	// VerifiedRank is the competition rank by that score.
	VerifiedRank Optional[int]    `json:"verified_rank"`
	VerifiedTied bool             `json:"verified_tied"`
	VerifiedBand Optional[string] `json:"verified_band"`
	// VerifiedAreas and VerifiedIndicators have the keys of [Content].
	VerifiedAreas      map[string]Optional[float64] `json:"verified_areas"`
	VerifiedIndicators map[string]Optional[float64] `json:"verified_indicators"`
	// Verified and Questioned count the answers that count by what analysts
	// found, and Late those that were recorded after the cut-off and accepted.
	Verified   int `json:"verified_answers"`
	Questioned int `json:"questioned_answers"`
	Late       int `json:"late_answers"`
}

// RankInterval is where a rank lies over the draws: its 5 % and 95 % quantiles
// of type 1, and its mean.
type RankInterval struct {
	Low  int     `json:"low"`
	High int     `json:"high"`
	Mean float64 `json:"mean"`
}

// AreaResult is the result of one municipality in one area.
type AreaResult struct {
	Score    Optional[float64] `json:"score"`
	Coverage Optional[float64] `json:"coverage"`
}

// Canonical returns the content as canonical JSON: RFC 8785, figures rounded
// to 9 decimals, half to even.
func (c *Content) Canonical() []byte { return slices.Clone(c.canonical) }

// SHA256 returns the SHA-256 digest of the canonical JSON in lower-case
// hexadecimal: the hash that is published with the round.
func (c *Content) SHA256() string { return digest(c.canonical) }

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
