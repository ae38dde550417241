package pages

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"modenhed/internal/account"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

// fieldKept carries typed text through signing in.
const fieldKept = "kept"

// maxKept is the longest text that is carried, as it is written in the form.
const maxKept = 256 << 10

// kept is a question's form as it was when a session had ended. It travels in
// the sign-in form; nothing of it is on the server until its own account has
// signed in.
type kept struct {
	Account   int64             `json:"account"`
	Area      string            `json:"area"`
	Indicator string            `json:"indicator"`
	Fields    map[string]string `json:"fields"`
	// DraftSeen tells the draft that the form was made from, 0 for none.
	DraftSeen int64 `json:"draft_seen"`
	Alone     bool  `json:"alone"`
}

// KeptOf writes the form of a question, sent to a path, as a text that
// [Handlers.SignInFirst] carries along. It reports false for other forms.
func KeptOf(path string, fields url.Values) (text string, ok bool) {
	parts := strings.Split(strings.TrimPrefix(path, "/report/"), "/")
	owner, err := strconv.ParseInt(fields.Get(FieldAccount), 10, 64)
	if err != nil || len(parts) < 2 {
		return "", false
	}
	area, wrongArea := url.PathUnescape(parts[0])
	indicator, wrongIndicator := url.PathUnescape(parts[1])
	k := kept{Account: owner, Area: area, Indicator: indicator, Fields: draftFields(fields.Get), Alone: fields.Get(fieldAlone) != ""}
	addFileFields(k.Fields, fields.Get)
	// What is not a number was not seen.
	k.DraftSeen, _ = strconv.ParseInt(fields.Get(fieldDraftSeen), 10, 64)
	written, err := json.Marshal(k)
	if errors.Join(wrongArea, wrongIndicator, err) != nil {
		return "", false
	}
	return base64.StdEncoding.EncodeToString(written), true
}

// SignInFirst asks somebody to sign in who sent a form after their session had
// ended, and says that nothing is lost.
func (h *Handlers) SignInFirst(v *Visit, next, kept string) error {
	return h.showLogin(v, http.StatusUnauthorized, view.Login{Next: localPath(next), Kept: kept})
}

// takeUp saves what was carried through signing in as a draft of whoever typed
// it, and leads to the question. It reports false, and has answered nothing,
// when somebody else signed in: then the text is gone.
func (h *Handlers) takeUp(v *Visit, actor account.Actor, text string) (taken bool, err error) {
	var k kept
	written, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(text) > maxKept || json.Unmarshal(written, &k) != nil || k.Account != int64(actor.ID) || actor.Role != account.Editor {
		return false, nil
	}
	v.Actor, v.Snapshot = actor, h.Snapshots.Current()
	place, found := v.Snapshot.Framework.Indicator(framework.IndicatorKey(k.Indicator))
	if !found || string(place.Top.Key) != k.Area {
		return false, nil
	}
	field := func(name string) string { return k.Fields[name] }
	files, _, err := h.shownFiles(v, place, field)
	if err != nil {
		return false, err
	}
	err = h.keepDraft(v, place, draftFields(field), slotsOf(files), draftTime(k.DraftSeen))
	if err != nil {
		typed := readTyped(field)
		typed.files = slotsOf(files)
		return true, h.draftRefused(v, place, typed, err)
	}
	return true, v.Redirect(http.StatusSeeOther, addressAt(k.Alone, place))
}

// SendAgain shows a form again that came from an earlier session of the same
// person, as it was filled in.
func (h *Handlers) SendAgain(v *Visit) error {
	place, err := h.asked(v)
	if err != nil {
		return err
	}
	sent := &sentAnswer{place: place, typed: readTyped(v.Request().PostFormValue)}
	// Files that came along wait until the form is sent with the right token.
	v.Uploads = nil
	if sent.typed.files, _, err = h.filesOf(v, place); err != nil {
		return err
	}
	sent.faults.Add("", "reporting.kept.resend")
	return h.sendBack(v, http.StatusConflict, sent)
}
