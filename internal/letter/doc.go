// Package letter writes to the contacts of municipalities: when a round opens,
// as a reminder, when analysts ask, when results can be seen beforehand and when
// they are published. Contacts are a municipality's open editor accounts.
//
// A letter is queued in the receiver's language in the same moment in which its
// occasion is on record, and goes out later: by mail where mail is set up, else
// by hand, when somebody copies its text. Each goes out at least once, and only
// once unless the program dies between the mail server's receipt and the note of
// it. Personal links are made when a letter is sent and are not stored.
package letter
