// Package opinion says what a wave of responses shows, as readers may see it:
// shares and means with their errors for the country, by region, group, size,
// party and other columns, and what each council thinks. It puts together what
// packages weighting, estimation, poll and smallarea compute and hold back.
//
// A [Report] is all there is to show, and nothing in it rests on fewer answers
// than the wave's minimum or lets such a figure be calculated. It can be kept
// as JSON when single answers no longer are.
package opinion
