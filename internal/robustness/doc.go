// Package robustness says how far a ranking depends on choices of method that
// could as well have been made otherwise: it varies them at random, within
// stated limits and from a stated seed, and counts the places that follow.
// This is uncertainty of the method, not of what was measured.
//
// Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step
// 7; Saisana, Saltelli and Tarantola, JRSS A 168 (2005) 307-323.
package robustness
