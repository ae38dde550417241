// Package sensitivity says which choice of method moves a ranking most, and
// how the parts of an index hang together: variance-based effects, rank
// correlations, Cronbach's alpha. It refuses to name a figure that its data do
// not define.
//
// Sources: OECD/JRC Handbook on Constructing Composite Indicators (2008), steps
// 4 and 7; Saltelli et al., Comput. Phys. Commun. 181 (2010) 259-270.
package sensitivity
