package pages

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"modenhed/internal/assessment"
	"modenhed/internal/attachment"
	"modenhed/internal/fault"
	"modenhed/internal/framework"
	"modenhed/internal/web/view"
)

const (
	// fieldKeptFiles lists the hashes of the files that a form shows.
	fieldKeptFiles = "kept_files"
	// fieldFilePublic, with a hash, lets everybody read a file.
	fieldFilePublic = "file_public-"
	// doAttach uploads files without saving the answer; doRemove, with a hash,
	// takes one off.
	doAttach = "attach"
	doRemove = "remove-"
)

// fileSlots are the files of an answer in order; those after the last are empty.
type fileSlots [assessment.MaxFiles]assessment.File

func slotsOf(files []assessment.File) (s fileSlots) {
	copy(s[:], files)
	return s
}

// list are the files, nil when there are none.
func (s fileSlots) list() []assessment.File {
	var files []assessment.File
	for _, file := range s {
		if file.Hash != "" {
			files = append(files, file)
		}
	}
	return files
}

// with adds a file unless it is there; ok is false when there is no room.
func (s fileSlots) with(file assessment.File) (added fileSlots, ok bool) {
	for i := range s {
		switch s[i].Hash {
		case file.Hash:
			return s, true
		case "":
			s[i] = file
			return s, true
		}
	}
	return s, false
}

// filesOf are the files that a form leaves at the answer: those it shows, with
// who may read them, less the one it takes off, and those that came with it.
// What could not be taken in is told at the field.
func (h *Handlers) filesOf(v *Visit, place framework.Place) (files fileSlots, faults fault.Problems, err error) {
	shown, lost, err := h.shownFiles(v, place, v.Request().PostFormValue)
	if err != nil {
		return files, nil, err
	}
	if lost {
		faults.Add(assessment.FieldFiles, "files.lost")
	}
	files = slotsOf(shown)
	for _, upload := range v.Uploads {
		file, err := h.takeIn(v, upload)
		added, room := files.with(file)
		if err == nil && !room {
			err = attachment.TooMany(upload.Name)
		}
		if err == nil {
			files = added
			continue
		}
		var refused *fault.Error
		if !errors.As(err, &refused) || refused.Kind != fault.Invalid {
			return files, nil, err
		}
		faults = append(faults, fault.Problem{Field: assessment.FieldFiles, Message: refused.Message})
	}
	return files, faults, nil
}

// takeIn keeps a file that came with a form.
func (h *Handlers) takeIn(v *Visit, upload Upload) (assessment.File, error) {
	switch {
	case upload.TooMany:
		return assessment.File{}, attachment.TooMany(upload.Name)
	case upload.TooLarge:
		return assessment.File{}, attachment.TooLarge(upload.Name)
	}
	return h.Files.Keep(v.Request().Context(), v.Actor, v.Actor.Municipality, upload.Name, upload.Content)
}

// shownFiles are the files that a form shows, by the names that it shows them
// under; lost means that one of them is not kept any longer.
func (h *Handlers) shownFiles(v *Visit, place framework.Place, field func(name string) string) (files []assessment.File, lost bool, err error) {
	hashes := keptHashes(field)
	if len(hashes) == 0 {
		return nil, false, nil
	}
	known, err := h.knownFiles(v, place, hashes)
	if err != nil {
		return nil, false, err
	}
	removed := removedFile(v)
	for _, hash := range hashes {
		file, found := known[hash]
		switch {
		case hash == removed:
			continue
		case !found:
			lost = true
			continue
		}
		file.Public = field(fieldFilePublic+hash) == publicYes
		files = append(files, file)
	}
	return files, lost, nil
}

// keptHashes are the hashes of the files that a form shows.
func keptHashes(field func(name string) string) []string {
	hashes := strings.Fields(field(fieldKeptFiles))
	return slices.Compact(hashes[:min(len(hashes), assessment.MaxFiles)])
}

// addFileFields adds to the fields of a form those that name the files it shows.
func addFileFields(fields map[string]string, field func(name string) string) {
	hashes := keptHashes(field)
	if len(hashes) > 0 {
		fields[fieldKeptFiles] = strings.Join(hashes, " ")
	}
	for _, hash := range hashes {
		if field(fieldFilePublic+hash) == publicYes {
			fields[fieldFilePublic+hash] = publicYes
		}
	}
}

// knownFiles are the municipality's files with some hashes, by hash: as the
// draft of the question names them, as its latest answer does, or as they were kept.
func (h *Handlers) knownFiles(v *Visit, place framework.Place, hashes []string) (map[string]assessment.File, error) {
	ctx, code := v.Request().Context(), v.Actor.Municipality
	kept, err := h.Files.Find(ctx, v.Actor, code, hashes)
	if err != nil {
		return nil, err
	}
	history, err := h.Reports.History(ctx, v.Actor, code)
	if err != nil {
		return nil, err
	}
	draft, err := h.draftAt(ctx, v, place)
	if err != nil {
		return nil, err
	}
	known := make(map[string]assessment.File, len(kept))
	for _, file := range kept {
		known[file.Hash] = file
	}
	name := func(files []assessment.File) {
		for _, file := range files {
			if _, found := known[file.Hash]; found {
				known[file.Hash] = file
			}
		}
	}
	for _, status := range slices.Backward(history) {
		if status.Indicator == place.Indicator.Key {
			name(status.Evidence.Files)
		}
	}
	name(draft.Files)
	return known, nil
}

// removedFile is the hash of the file that a form takes off, empty for none.
func removedFile(v *Visit) string {
	hash, _ := strings.CutPrefix(v.Request().PostFormValue(fieldAction), doRemove)
	return hash
}

// onlyFiles reports whether a button changes the files and saves no answer.
func onlyFiles(do string) bool { return do == doAttach || strings.HasPrefix(do, doRemove) }

// keepFiles puts the files of a form, with all that was typed, into the draft,
// and shows the question again.
func (h *Handlers) keepFiles(v *Visit, sent *sentAnswer) error {
	sent.drafted = true
	fields := draftFields(v.Request().PostFormValue)
	if err := h.keepDraft(v, sent.place, fields, sent.typed.files, seenDraft(v)); err != nil {
		return h.draftRefused(v, sent.place, sent.typed, err)
	}
	if len(sent.faults) > 0 {
		return h.sendBack(v, refusedStatus(sent.faults), sent)
	}
	if !v.Fragment() {
		return v.Redirect(http.StatusSeeOther, addressOf(v, sent.place, "", 0))
	}
	r, err := h.reporting(v)
	if err != nil {
		return err
	}
	r.filesChanged = true
	return write(v, http.StatusOK, r.part(sent.place, v.Look.T("files.live")))
}

// keepUploads puts files that came with an answer that could not be saved into
// the draft at once. Where a colleague's draft is in the way they stay kept, and
// the form names them.
func (h *Handlers) keepUploads(v *Visit, sent *sentAnswer) error {
	if len(v.Uploads) == 0 || sent.drafted {
		return nil
	}
	sent.drafted = true
	err := h.keepDraft(v, sent.place, draftFields(v.Request().PostFormValue), sent.typed.files, seenDraft(v))
	switch fault.KindOf(err) {
	case fault.Conflict, fault.Invalid:
		return nil
	}
	return err
}

// refusedStatus is how a form is answered that has faults.
func refusedStatus(faults fault.Problems) int {
	for _, p := range faults {
		if p.Message.Key == attachment.KeyTooLarge {
			return http.StatusRequestEntityTooLarge
		}
	}
	return http.StatusUnprocessableEntity
}

// files shows the files of a question's form.
func (r *reporting) files(place framework.Place, typed typedAnswer, q *view.ReportQuestion) view.ReportFiles {
	l, key := r.look, string(place.Indicator.Key)
	id := key + "-" + assessment.FieldFiles
	m := view.ReportFiles{
		Field: view.Field{
			Name: assessment.FieldFiles, ID: id, Optional: true, Error: joined(q.Faults, id),
			Label: l.T("files.label"), Hint: l.T("files.hint", "Max", assessment.MaxFiles, "Megabytes", MaxUpload>>20),
			Accept: strings.Join(attachment.Extensions(), ","),
		},
		Focus: r.filesChanged,
	}
	files := typed.files.list()
	if len(files) == 0 {
		return m
	}
	var hashes []string
	for i, link := range fileLinks(l, r.unit.Code, files) {
		link.Internal = ""
		hashes = append(hashes, files[i].Hash)
		m.List = append(m.List, view.ReportFile{
			FileLink: link,
			Public: view.Field{
				Name: fieldFilePublic + files[i].Hash, ID: id + "-" + strconv.Itoa(i+1),
				Label: l.T("files.public", "Name", link.Name),
			},
			IsPublic: files[i].Public, Remove: doRemove + files[i].Hash,
		})
	}
	m.Kept = strings.Join(hashes, " ")
	return m
}
