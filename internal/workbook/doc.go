// Package workbook writes Excel workbooks: the benchmark of a snapshot, the
// result of batch scoring, and those that people fill in and send back (see
// [Questionnaire] and [Checklist]). It computes nothing; figures and their order
// come from packages benchmark and batch.
//
// Every sheet for reading follows the same rules, so that people and programs
// can rely on them:
//
//   - One heading row, row 1, frozen; below it one row per thing; no merged cells.
//   - Each sheet is a real Excel table with a filter.
//   - Every figure, year, version and date is a number cell with its full value;
//     the number format does the rounding. Undefined figures are empty cells.
//   - The municipality code is the only text made of digits; its heading says so.
//   - There are no formulas. Text that begins like one stays text, even when
//     somebody edits the cell.
//   - The same content gives the same bytes.
package workbook
