package round

import (
	"archive/zip"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"

	"modenhed/internal/framework"
	"modenhed/internal/reference"
)

// The files of an archive.
const (
	fileReadme    = "README.txt"
	fileContent   = "content.json"
	fileRound     = "inputs/round.json"
	fileFramework = "inputs/framework.yaml"
	fileDirectory = "inputs/municipalities.json"
	fileStatuses  = "inputs/statuses.csv"
	fileEvidence  = "inputs/evidence.jsonl"
	fileSums      = "SHA256SUMS"
)

const mebibyte = 1 << 20

// entry is a file of an archive and the most bytes that it may have.
type entry struct {
	name string
	most int64
}

// entries are the files of an archive in their order. An archive has these
// files and no other.
var entries = [...]entry{
	{fileReadme, mebibyte},
	{fileContent, 32 * mebibyte},
	{fileRound, mebibyte},
	{fileFramework, framework.MaxFileSize},
	{fileDirectory, 4 * mebibyte},
	{fileStatuses, 16 * mebibyte},
	{fileEvidence, 64 * mebibyte},
	{fileSums, mebibyte},
}

// files are the contents of an archive by name.
type files map[string][]byte

//go:embed archive_readme_*.txt
var readmes embed.FS

// WriteArchive writes a published round as one zip file that anybody with this
// program can verify: the content, what it was computed from, and public
// evidence. Authors, comments, reasons and internal evidence are left out.
// Equal inputs give equal bytes. Inputs that the content does not come from
// are an error; public evidence may have been blanked since, and its absence
// changes neither content nor hash.
func WriteArchive(w io.Writer, in Inputs, c *Content) error {
	if err := writeArchive(w, in, c); err != nil {
		return fmt.Errorf("write the archive of round %s: %w", in.Key, err)
	}
	return nil
}

func writeArchive(w io.Writer, in Inputs, c *Content) error {
	kept, set, err := in.settle()
	if err != nil {
		return err
	}
	again, err := kept.freeze(set)
	if err != nil {
		return err
	}
	if again.SHA256() != c.SHA256() {
		return fmt.Errorf("the inputs give content %s, not %s", again.SHA256(), c.SHA256())
	}
	contents, err := kept.inputFiles()
	if err != nil {
		return err
	}
	contents[fileContent] = c.Canonical()
	if contents[fileReadme], err = readmeOf(c); err != nil {
		return err
	}
	contents[fileSums] = contents.sums()
	return contents.zip(w)
}

// zip writes the files in their order, stored: how a compressor packs may
// change from one version to the next.
func (f files) zip(w io.Writer) error {
	archive := zip.NewWriter(w)
	for _, entry := range entries {
		if int64(len(f[entry.name])) > entry.most {
			return fmt.Errorf("%s has more than %d bytes", entry.name, entry.most)
		}
		file, err := archive.CreateHeader(&zip.FileHeader{Name: entry.name, Method: zip.Store, Modified: beginning()})
		if err != nil {
			return err
		}
		if _, err := file.Write(f[entry.name]); err != nil {
			return err
		}
	}
	return archive.Close()
}

// beginning is the first time that a zip file can tell.
func beginning() time.Time { return time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC) }

// sums lists the digest of every other file, as sha256sum reads it.
func (f files) sums() []byte {
	var b strings.Builder
	for _, entry := range entries {
		if entry.name != fileSums {
			fmt.Fprintf(&b, "%s  %s\n", digest(f[entry.name]), entry.name)
		}
	}
	return []byte(b.String())
}

// readmeOf returns the words for people, which stay those of the format.
func readmeOf(c *Content) ([]byte, error) {
	readme, err := readmes.ReadFile(fmt.Sprintf("archive_readme_%d.txt", c.Format))
	if err != nil {
		return nil, err
	}
	return []byte(strings.NewReplacer(
		"{key}", string(c.Round.Key),
		"{title_da}", c.Round.Title.DA,
		"{title_en}", c.Round.Title.EN,
		"{cutoff}", c.Round.Cutoff.Time,
		"{sha256}", c.SHA256(),
	).Replace(string(readme))), nil
}

// inputFiles writes settled inputs as the files of an archive.
func (in Inputs) inputFiles() (files, error) {
	out := make(files, len(entries))
	for _, d := range in.Documents {
		switch d.Kind {
		case reference.KindFramework:
			out[fileFramework] = d.Content
		case reference.KindDirectory:
			out[fileDirectory] = d.Content
		}
	}
	var err error
	if out[fileRound], err = canonicalOf(declaration{Product: Product, Format: in.Format, Round: in.head(), RankInterval: drawsOf(in.Draws)}); err != nil {
		return nil, err
	}
	if out[fileStatuses], err = in.writeStatuses(); err != nil {
		return nil, err
	}
	if out[fileEvidence], err = writeEvidence(in.Statuses); err != nil {
		return nil, err
	}
	return out, nil
}

// declaration is what an archive says of itself.
type declaration struct {
	Product string `json:"product"`
	Format  int    `json:"format"`
	Round   Head   `json:"round"`
	// RankInterval is kept because another version may draw otherwise by default.
	RankInterval Draws `json:"rank_interval"`
}

// listed names the inputs that the result depends on, with their digests.
func (in Inputs) listed(written files) []Input {
	var list []Input
	for _, d := range in.Documents {
		name := fileFramework
		if d.Kind == reference.KindDirectory {
			name = fileDirectory
		}
		list = append(list, Input{File: name, Kind: string(d.Kind), Key: d.Key, SHA256: d.SHA256()})
	}
	return append(list, Input{File: fileStatuses, Kind: KindStatuses, SHA256: digest(written[fileStatuses])})
}
