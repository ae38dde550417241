package round_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"modenhed/internal/assessment"
	"modenhed/internal/fault"
	"modenhed/internal/round"
	"modenhed/internal/sample"
)

// archive returns the archive of a round.
func archive(t testing.TB, in round.Inputs) []byte {
	t.Helper()
	return archiveOf(t, in)
}

// fataler is a test of either kind.
type fataler interface{ Fatal(args ...any) }

func archiveOf(t fataler, in round.Inputs) []byte {
	content, err := round.Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := round.WriteArchive(&b, in, content); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func verify(archive []byte) (round.Report, error) {
	return round.Verify(bytes.NewReader(archive), int64(len(archive)))
}

// member is one file of an archive.
type member struct{ name, content string }

// members unpacks an archive.
func members(t testing.TB, archive []byte) []member {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var out []member
	for _, f := range reader.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, member{f.Name, string(content)})
	}
	return out
}

// pack makes an archive of members.
func pack(t testing.TB, list []member) []byte {
	t.Helper()
	var b bytes.Buffer
	writer := zip.NewWriter(&b)
	for _, m := range list {
		file, err := writer.Create(m.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(file, m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func at(list []member, name string) *member {
	return &list[slices.IndexFunc(list, func(m member) bool { return m.name == name })]
}

// change replaces one text in a member, which must be there.
func change(t testing.TB, list []member, name, old, new string) {
	t.Helper()
	m := at(list, name)
	if !strings.Contains(m.content, old) {
		t.Fatalf("%s has no %q:\n%s", name, old, m.content)
	}
	m.content = strings.Replace(m.content, old, new, 1)
}

func sum(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// repair makes the checksums those of the members.
func repair(list []member) {
	var b strings.Builder
	for _, m := range list {
		if m.name != "SHA256SUMS" {
			fmt.Fprintf(&b, "%s  %s\n", sum(m.content), m.name)
		}
	}
	at(list, "SHA256SUMS").content = b.String()
}

func TestAnArchiveComesBack(t *testing.T) {
	t.Parallel()
	in := inputs()
	written := archive(t, in)
	read, err := round.ReadArchive(bytes.NewReader(written), int64(len(written)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(freeze(t, in).Canonical(), read.Claimed); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(archive(t, read.Inputs), written) {
		t.Error("what was read is written in other bytes")
	}
	evidence := slices.IndexFunc(read.Inputs.Statuses, func(s assessment.Status) bool { return s.Evidence.Public })
	if got := read.Inputs.Statuses[evidence]; got.Municipality != sample.Odense || got.Evidence.Text != "Årsberetning, \"side 7\"" {
		t.Errorf("public evidence: %+v", got)
	}
	var names []string
	for _, m := range members(t, written) {
		names = append(names, m.name)
	}
	want := []string{
		"README.txt", "content.json", "inputs/round.json", "inputs/framework.yaml",
		"inputs/municipalities.json", "inputs/statuses.csv", "inputs/evidence.jsonl", "SHA256SUMS",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestAnArchiveHoldsNothingInternal(t *testing.T) {
	t.Parallel()
	for _, m := range members(t, archive(t, reviewed())) {
		if strings.Contains(strings.ToLower(m.content), "secret") {
			t.Errorf("%s: %s", m.name, m.content)
		}
	}
}

func TestEvidenceBlankedLaterChangesNoHash(t *testing.T) {
	t.Parallel()
	in := inputs()
	content := freeze(t, in)
	written := archive(t, in)
	kept, err := round.ReadArchive(bytes.NewReader(written), int64(len(written)))
	if err != nil {
		t.Fatal(err)
	}
	in.Backing = kept.Inputs.Backing
	for i := range in.Statuses {
		in.Statuses[i].Evidence = assessment.Evidence{}
	}
	var b bytes.Buffer
	if err := round.WriteArchive(&b, in, content); err != nil {
		t.Fatal(err)
	}
	report, err := verify(b.Bytes())
	if err != nil || report.Difference != nil || report.SHA256 != content.SHA256() {
		t.Errorf("%+v, %v", report, err)
	}
	if strings.Contains(b.String(), "side 7") {
		t.Error("the blanked evidence is still there")
	}
}

func TestContentOfOtherInputsIsNotArchived(t *testing.T) {
	t.Parallel()
	in := inputs()
	content := freeze(t, in)
	in.Statuses[3].Answer.Value++
	in.Statuses = in.Statuses[:8]
	if err := round.WriteArchive(io.Discard, in, content); err == nil {
		t.Error("no error")
	}
}

func TestReadArchiveRefusesWhatIsNoArchive(t *testing.T) {
	t.Parallel()
	whole := archive(t, inputs())
	list := members(t, whole)
	bomb := slices.Clone(list)
	bomb[0].content = strings.Repeat("0", 2<<20)
	many := make([]member, 1000)
	for i := range many {
		many[i].name = fmt.Sprint("file", i)
	}
	// A zip file's own checksum of stored bytes.
	flipped := slices.Clone(whole)
	flipped[bytes.Index(flipped, []byte("Målerunde"))] ^= 1
	for name, row := range map[string]struct {
		archive []byte
		key     string
	}{
		"nothing":           {nil, "verify.not_an_archive"},
		"a text":            {[]byte("score,rank\n1,2\nand some more text"), "verify.not_an_archive"},
		"cut short":         {whole[:len(whole)-1], "verify.not_an_archive"},
		"with a tail":       {append(slices.Clone(whole), 0), "verify.not_an_archive"},
		"behind a program":  {append([]byte("#!/bin/sh\n"), whole...), "verify.not_an_archive"},
		"a bomb":            {pack(t, bomb), "verify.file_too_large"},
		"a thousand files":  {pack(t, many), "verify.not_an_archive"},
		"a file too many":   {pack(t, append(slices.Clone(list), member{"../../evil", ""})), "verify.file_unknown"},
		"a folder":          {pack(t, append([]member{{"inputs/", ""}}, list...)), "verify.file_unknown"},
		"a file twice":      {pack(t, append(slices.Clone(list), list[1])), "verify.file_repeated"},
		"a file missing":    {pack(t, list[:len(list)-1]), "verify.file_missing"},
		"in another order":  {pack(t, append(slices.Clone(list[1:]), list[0])), "verify.file_order"},
		"a damaged file":    {flipped, "verify.file_damaged"},
		"another product":   {changed(t, "inputs/round.json", `"product":"modenhed"`, `"product":"other"`), "verify.not_an_archive"},
		"a later format":    {changed(t, "inputs/round.json", `"format":2`, `"format":3`), "verify.other_format"},
		"a broken round":    {changed(t, "inputs/round.json", `{`, `{{`), "verify.file_unreadable"},
		"a broken cut-off":  {changed(t, "inputs/round.json", `21:59:59.999999Z`, `noon`), "verify.file_unreadable"},
		"a broken key":      {changed(t, "inputs/round.json", `"key":"2026"`, `"key":"\u001b[2J"`), "verify.file_unreadable"},
		"broken draws":      {changed(t, "inputs/round.json", `"vary":"areas`, `"vary":"all`), "verify.file_unreadable"},
		"endless draws":     {changed(t, "inputs/round.json", `"draws":10000`, `"draws":900000000`), "verify.file_unreadable"},
		"broken framework":  {changed(t, "inputs/framework.yaml", `key: sample`, `key: [`), "verify.file_unreadable"},
		"broken directory":  {changed(t, "inputs/municipalities.json", `461,Prøve`, `46,Prøve`), "verify.file_unreadable"},
		"broken header":     {changed(t, "inputs/statuses.csv", "number,", "no,"), "verify.file_unreadable"},
		"broken number":     {changed(t, "inputs/statuses.csv", "\n13,", "\nx,"), "verify.file_unreadable"},
		"broken finding":    {changed(t, "inputs/statuses.csv", ",unverified,", ",believed,"), "verify.file_unreadable"},
		"broken strength":   {changed(t, "inputs/statuses.csv", ",none,", ",some,"), "verify.file_unreadable"},
		"said to be late":   {changed(t, "inputs/statuses.csv", ",none,false", ",none,true"), "verify.file_form"},
		"broken state":      {changed(t, "inputs/statuses.csv", "reported", "guessed"), "verify.file_unreadable"},
		"broken source":     {changed(t, "inputs/statuses.csv", "self", "them"), "verify.file_unreadable"},
		"broken value":      {changed(t, "inputs/statuses.csv", ",reported,", ",reported,x"), "verify.file_unreadable"},
		"an infinite value": {changed(t, "inputs/statuses.csv", ",reported,", ",reported,1e999"), "verify.file_unreadable"},
		"NaN":               {changed(t, "inputs/statuses.csv", ",70.1,", ",NaN,"), "verify.file_unreadable"},
		"another spelling":  {changed(t, "inputs/statuses.csv", ",70.1,", ",70.10,"), "verify.file_form"},
		"an unknown unit":   {changed(t, "inputs/statuses.csv", ",707,", ",708,"), "verify.file_form"},
		"an answer too new": {changed(t, "inputs/statuses.csv", "2026-03", "2027-03"), "verify.file_form"},
		"broken evidence":   {changed(t, "inputs/evidence.jsonl", `"number"`, `"nummer"`), "verify.file_unreadable"},
		"foreign evidence":  {changed(t, "inputs/evidence.jsonl", `"number":`, `"number":9`), "verify.file_unreadable"},
		"respaced evidence": {changed(t, "inputs/evidence.jsonl", `"number":`, `"number": `), "verify.file_form"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := round.ReadArchive(bytes.NewReader(row.archive), int64(len(row.archive)))
			var known *fault.Error
			if !asFault(err, &known) || known.Kind != fault.Invalid || known.Message.Key != row.key {
				t.Errorf("%v, want %s", err, row.key)
			}
		})
	}
}

// changed returns an archive with one text replaced and the checksums repaired.
func changed(t testing.TB, name, old, new string) []byte {
	t.Helper()
	list := members(t, archive(t, inputs()))
	change(t, list, name, old, new)
	repair(list)
	return pack(t, list)
}
