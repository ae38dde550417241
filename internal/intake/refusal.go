package intake

import (
	"errors"
	"slices"

	"modenhed/internal/fault"
)

// Refusal returns an error that says why answers cannot be weighted in words
// for somebody who imports a file, where package poll speaks to somebody who
// runs a command with flags. Other errors come back as they are.
func Refusal(err error) error {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.Invalid {
		return err
	}
	own := map[string]string{
		"poll.nobody_answered":      "intake.nobody_answered",
		"poll.no_seats":             "intake.no_seats",
		"poll.unknown_merge":        "intake.unknown_merge",
		"poll.chained_merge":        "intake.chained_merge",
		"poll.more_than_population": "intake.more_than_population",
	}
	worded := *known
	worded.Problems = slices.Clone(known.Problems)
	for i := range worded.Problems {
		if key, ok := own[worded.Problems[i].Message.Key]; ok {
			worded.Problems[i].Message.Key = key
		}
	}
	if key, ok := own[worded.Message.Key]; ok {
		worded.Message.Key = key
	}
	return &worded
}
