// Package fieldwork collects answers: it invites politicians to a wave of
// responses, takes what they answer and hands it over when the wave closes.
//
// # What keeps answers and persons apart
//
//   - Answering erases. In one transaction the contact and every link of the
//     contact are deleted and the answer is kept as a ballot: what the weights
//     need and the options chosen, under a random key. A link and the answer
//     given through it are never in the database together.
//   - Ballots have no number and no time, and all ballots of a wave get new keys
//     and new places with every answer; nothing else that has a time or a number
//     is written. Who has answered shows only as who is no longer invited.
//   - Of a link only a hash is kept; the link itself is seen by the mail server,
//     or by the analyst once, and by its holder.
//   - While the fieldwork is open nobody sees more than how many have answered,
//     in numbers of five or more.
//   - Closing hands the ballots over as the wave's responses and deletes
//     contacts, links and ballots in the same transaction. Contacts and links go
//     at the closing date even when nobody is there to close.
//
// The answers are confidential. They are not without a trace of their sender:
// municipality and party are kept with an answer, because the weights need
// them, and where a party has one seat in a council that is one person. What
// protects them is that nobody is shown single answers, and no figure that
// rests on fewer than the wave's minimum.
package fieldwork
