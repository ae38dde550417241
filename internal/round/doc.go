// Package round holds measuring rounds: opened, reviewed and published at set
// times. It freezes what is published, gives it a hash that anybody can
// recompute, and keeps the register of corrections.
//
// What is frozen is a [Content]: every published figure, the method, and the
// digests of what the figures were computed from. It is written as canonical
// JSON by RFC 8785 (members sorted, no white space, numbers in their shortest
// form), figures rounded to 9 decimals, half to even, and -0 as 0; its SHA-256
// is the hash of the round. [Freeze] computes it from [Inputs] alone: no clock,
// no local zone, no order of the input, no version of the program has a part
// in it.
//
// Between the cut-off and publication lies the review. Each municipality is
// shown what will be published about it ([About]) and replies; analysts accept
// late changes and verify; a [Plan] says when the round is published, which
// [Service.Run] does by itself. Content is taken at the end of the review.
//
// A published round leaves the house as one zip file ([WriteArchive]) with the
// content and the inputs, and [Verify] computes everything again. Only what
// scoring needs and what is public goes in: the last answer of each source for
// each indicator, from format 2 on with its [Backing], and public evidence in a
// file of its own, so that evidence can be blanked later without changing the
// hash. Archives come from anybody: reading one writes nothing to disk, takes
// exactly the files that belong in it and bounds their size and the work that
// they ask for.
package round
