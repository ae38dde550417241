package assets

// Build lets the tests build Files from a tree of their own.
var Build = build
