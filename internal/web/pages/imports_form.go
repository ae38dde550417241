package pages

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"modenhed/internal/benchmark"
	"modenhed/internal/fault"
	"modenhed/internal/intake"
	"modenhed/internal/opinion"
	"modenhed/internal/sheet"
	"modenhed/internal/survey"
	"modenhed/internal/table"
	"modenhed/internal/web/view"
)

// MaxImport is the largest form of an import in bytes: two files that do not
// compress, as they are carried from step to step.
const MaxImport = 12 << 20

// The fields of an import. Files are carried on in the hidden fields.
const (
	fieldAnswers     = "answers"
	fieldPopulation  = "population"
	fieldCarried     = "carried/"
	fieldCarriedName = "carried-name/"
	fieldColumn      = "column/"
	fieldMeans       = "means/"
	fieldMerge       = "merge/"
	fieldMergeLabel  = "merge-label/"
	fieldMerged      = "merged"
	fieldDo          = "do"
	meansPrefix      = "=" // before the key that a value means; empty after it for no answer
	mostNameLength   = 200
	mostChoiceListed = 40
	mostFaultsListed = 100
	previewRows      = 5
	valuesListed     = 60
	hashedLength     = 16
	mergeForItself   = ""
)

// importFile is a file as it was uploaded or carried on.
type importFile struct {
	name string
	data []byte
}

// importForm is what was sent.
type importForm struct {
	do                  string
	answers, population importFile
	values              url.Values
}

// readImportForm reads the form of an import. A file that cannot be carried on
// is as one that was not sent.
func readImportForm(v *Visit) (importForm, error) {
	values, err := v.FormParams()
	if err != nil {
		return importForm{}, fmt.Errorf("read the form: %w", err)
	}
	form := importForm{do: values.Get(fieldDo), values: values}
	if form.answers, err = sentFile(v.Request(), values, fieldAnswers); err != nil {
		return form, err
	}
	form.population, err = sentFile(v.Request(), values, fieldPopulation)
	return form, err
}

// sentFile returns a file that was uploaded now, or carried on from before.
func sentFile(r *http.Request, values url.Values, field string) (importFile, error) {
	if r.MultipartForm != nil && len(r.MultipartForm.File[field]) > 0 {
		header := r.MultipartForm.File[field][0]
		if header.Filename != "" || header.Size > 0 {
			return openUpload(header)
		}
	}
	data, err := unpack(values.Get(fieldCarried + field))
	if err != nil {
		return importFile{}, nil
	}
	return importFile{name: values.Get(fieldCarriedName + field), data: data}, nil
}

func openUpload(header *multipart.FileHeader) (file importFile, err error) {
	upload, err := header.Open()
	if err != nil {
		return file, fmt.Errorf("open the upload: %w", err)
	}
	defer func() { err = errors.Join(err, upload.Close()) }()
	// One byte more than allowed tells that the file is too large.
	data, err := io.ReadAll(io.LimitReader(upload, sheet.DefaultLimits().Bytes+1))
	if err != nil {
		return file, fmt.Errorf("read the upload: %w", err)
	}
	name := strings.ToValidUTF8(header.Filename, "")
	if len(name) > mostNameLength {
		name = table.Excerpt(name)
	}
	return importFile{name: name, data: data}, nil
}

// pack makes a text of a file for a hidden field.
func pack(data []byte) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	// A buffer takes everything.
	_, _ = w.Write(data)
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(packed.Bytes())
}

// unpack reads what pack made, up to one byte more than a file may have.
func unpack(text string) ([]byte, error) {
	r, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text)))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, sheet.DefaultLimits().Bytes+1))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return data, nil
}

// surveyImport is an import as far as it has come.
type surveyImport struct {
	latest survey.Version
	// seen is the version that the visitor began with.
	seen                int64
	answers, population importFile
	table               *table.Table
	margins             *intake.Margins
	guide               *intake.Guide
	mapping             intake.Mapping
	// into says which party is merged with which, by the page with the figures.
	into      map[string]string
	responses *survey.Responses
}

// take reads the files and how the visitor wants them understood. What is wrong
// with a file is told at its field.
func (in *surveyImport) take(form importForm, s *benchmark.Snapshot) fault.Problems {
	in.answers, in.population = form.answers, form.population
	if seen, err := strconv.ParseInt(form.values.Get(fieldSeen), 10, 64); err == nil {
		in.seen = seen
	}
	var problems fault.Problems
	var err error
	if len(in.answers.data) == 0 {
		problems.Add(fieldAnswers, "imports.file_missing")
	} else if in.table, err = sheet.Read(in.answers.data, sheet.DefaultLimits()); err != nil {
		problems = append(problems, atField(fieldAnswers, err)...)
	}
	if len(in.population.data) > 0 {
		rows, err := sheet.Read(in.population.data, sheet.DefaultLimits())
		if err == nil {
			in.margins, err = intake.ReadMargins(rows, in.latest.Wave, s.Directory, s.Seats().AllParties())
		}
		problems = append(problems, atField(fieldPopulation, err)...)
	}
	if len(problems) > 0 {
		return problems
	}
	in.guide = intake.NewGuide(in.latest.Wave, s.Directory, s.Seats().AllParties(), in.margins)
	in.mapping = in.guide.Guess(in.table.Header)
	if form.do != doUpload {
		in.choose(form.values)
	}
	return nil
}

// atField moves the problems of a file to the field of the file; a column goes
// into the message.
func atField(field string, err error) fault.Problems {
	problems := problemsOf(err)
	for i := range problems {
		problems[i].Field = field
	}
	return problems
}

// choose takes what the visitor decided on.
func (in *surveyImport) choose(values url.Values) {
	in.mapping.Columns, in.mapping.Choices = make(map[string]string), make(map[string]map[string]string)
	for i, item := range in.guide.Items() {
		in.mapping.Columns[item.Key] = values.Get(columnField(i))
	}
	for _, f := range in.guide.Find(in.table, in.mapping) {
		choices := make(map[string]string)
		for _, value := range f.Open() {
			if key, ok := strings.CutPrefix(values.Get(meansField(f.Item.Key, value.Text)), meansPrefix); ok {
				choices[value.Text] = key
			}
		}
		in.mapping.Choices[f.Item.Key] = choices
	}
	in.into = make(map[string]string)
	for name := range values {
		number, ok := strings.CutPrefix(name, fieldMergeLabel)
		if label, into := values.Get(name), values.Get(fieldMerge+number); ok && into != mergeForItself {
			in.into[label] = into
		}
	}
}

// columnField is the name of the field for the column of an item.
func columnField(item int) string { return fieldColumn + strconv.Itoa(item) }

// meansField is the name of the field that says what a value means: a name of
// letters and digits, whatever the value.
func meansField(item, value string) string {
	sum := sha256.Sum256([]byte(item + "\x00" + value))
	return fieldMeans + hex.EncodeToString(sum[:])[:hashedLength]
}

// read reads the answers.
func (in *surveyImport) read() (err error) {
	in.responses, err = in.guide.Read(in.table, in.mapping)
	return err
}

func (in *surveyImport) marginsFile() []byte {
	if in.margins == nil {
		return nil
	}
	return in.margins.File
}

// batch is what would be recorded.
func (in *surveyImport) batch(merges opinion.Merges) survey.Batch {
	wave := in.latest.Wave
	var design survey.Design
	if wave.Design != nil {
		design = *wave.Design
	}
	design.Merge = merges.Merge(design.Merge, in.into)
	wave.Design = &design
	return survey.Batch{
		Version:   survey.Version{Wave: wave, Origin: survey.FromImport},
		Responses: in.responses, Margins: in.marginsFile(),
	}
}

// merged is a text of what is merged: the page with the figures carries it, so
// that nothing is recorded that was not shown.
func (in *surveyImport) merged() string {
	values := url.Values{}
	for label, into := range in.into {
		values.Set(label, into)
	}
	return values.Encode()
}

// unchanged reports whether the visitor confirms what the page showed.
func (in *surveyImport) unchanged(form importForm) bool {
	return form.values.Get(fieldMerged) == in.merged()
}

// carried is what the form of the next step begins with.
func (in *surveyImport) carried(v *Visit) view.ImportCarried {
	c := view.ImportCarried{Action: importAddress(in.latest.Wave.Key), CSRF: v.CSRF}
	add := func(name, value string) { c.Hidden = append(c.Hidden, view.Hidden{Name: name, Value: value}) }
	add(fieldSeen, strconv.FormatInt(in.seen, 10))
	add(fieldCarried+fieldAnswers, pack(in.answers.data))
	add(fieldCarriedName+fieldAnswers, in.answers.name)
	if len(in.population.data) > 0 {
		add(fieldCarried+fieldPopulation, pack(in.population.data))
		add(fieldCarriedName+fieldPopulation, in.population.name)
	}
	return c
}

// chosen are the fields of the mapping, for a page that does not show them.
func (in *surveyImport) chosen() (fields []view.Hidden) {
	for i, item := range in.guide.Items() {
		fields = append(fields, view.Hidden{Name: columnField(i), Value: in.mapping.Columns[item.Key]})
		for value, key := range in.mapping.Choices[item.Key] {
			fields = append(fields, view.Hidden{Name: meansField(item.Key, value), Value: meansPrefix + key})
		}
	}
	return fields
}
