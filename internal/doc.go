// Package internal has no code. Its comment is the map of the program, and its
// test holds the program to it: a room imports only what imports_test.go lists
// for it.
//
// What is measured goes this way:
//
//	seed -> reference -> framework, municipality -> assessment (append-only statuses)
//	     -> scoring -> ranking -> benchmark
//
// and what politicians believe goes this way:
//
//	seed -> reference -> survey -> perception -> benchmark
//	a file -> sheet -> intake -> responses
//	fieldwork (contacts, links, ballots) -> responses, which are all that is left
//	responses -> weighting -> estimation -> poll -> opinion -> perception
//
// and everybody reads from benchmark: pages and workbook. A file of people's
// own figures goes table -> batch (scoring, ranking) -> JSON, CSV or workbook.
//
// The rooms, from the ground up:
//
//	assets, seed   embedded files and one Go file each
//	config         settings, read once and handed down by cmd
//	fault          kinds of failure that the outside reacts to; problems of an input
//	locale         wording in Danish and English, numbers, dates, order of names
//	table          rows with their places from CSV as people make it
//	sheet          tables from Excel workbooks of other people
//	yamlfile       entries with their lines from YAML as people make it
//	framework      areas, indicators, levels, weights, scales, the declared method
//	municipality   the directory of the 98: codes, names, regions, groups, seats
//	account        who somebody is and what they may do
//	evidence       documented facts about municipalities, shown beside the results
//	desk           what a fact could be an answer to
//	assessment     what municipalities say: statuses, drafts, their rules
//	attachment     files as evidence: what they are by their content, safe names
//	survey         what politicians were asked and answered
//	council        council seats by party, as staff enter them
//	intake         what other people's tables of answers and seats mean
//	answersheet    what tables of municipalities' own answers mean, and would change
//	reference      frameworks, directory, waves and evidence as recorded documents
//	scoring        answers to points, areas, totals, coverage, bounds
//	ranking        order, ties, places
//	weighting      how much each respondent of a survey counts
//	estimation     shares and means of a weighted sample, with their errors
//	smallarea      what each council thinks, from few respondents; what may be shown
//	perception     what politicians believe against what was measured
//	robustness     how far places depend on choices of method
//	sensitivity    which choice moves the ranking most, how the parts hang together
//	movement       why a rank changed, in parts that sum to the change
//	improvement    the step that would help most
//	peers          comparable municipalities
//	benchmark      finished answers for readers, one immutable snapshot
//	verification   what analysts find of statuses, what municipalities answer, what waits
//	round          measuring rounds: freeze, review, publish, verify
//	batch          scores and ranks for a file of figures, without a database
//	poll           estimates for a file of survey responses, without a database
//	opinion        what a wave of responses shows, as readers may see it
//	history        what happened, when, by whom, before and after, of all that is recorded
//	target         what municipalities aim at, how far away it is, whether it is on track
//	fieldwork      contacts, links and answers of a wave while it is collected
//	mail           letters to people, by SMTP; the post that sends what waits
//	contact        lists of people in municipalities, from files
//	board          how far each municipality is in a round, and reminders
//	letter         what municipalities' contacts are told, by mail or by hand
//	method         the declared method in plain words, for page and workbook
//	workbook       Excel, out
//	demo           an invented country
//	store          facts in SQLite or PostgreSQL
//	web/view       components and models of pages
//	web/pages      handlers, a file per subject
//	web            routes, sessions, protection, the one answer to errors
//	cmd/modenhed   reads settings, builds, wires, runs, stops
//
// For tests only: sample, store/storetest, web/webtest; e2e holds the tests
// that use the built program and a browser.
//
// Rooms that compute (framework, scoring, ranking, weighting, estimation,
// smallarea, perception, robustness, sensitivity, movement, improvement, peers,
// batch, poll, opinion) and those that read (sheet, intake, answersheet) know no database, no HTTP and no clock, and draw at random only from a
// seed that they are given. Services declare the small interfaces they need;
// store satisfies them.
package internal
