package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"modenhed/internal/evidence"
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
	"modenhed/internal/survey"
)

// The folders of the seed with one document a file.
const (
	frameworkFolder = "framework"
	surveyFolder    = "surveys"
)

// FromSeed turns the seed files into documents: one for each framework and each
// wave, one for the directory, one for the evidence and one for the council
// seats. Frameworks and waves are checked; every faulty file is reported.
func FromSeed(fsys fs.FS) ([]Document, error) {
	documents, errs := inFolder(fsys, frameworkFolder, KindFramework, frameworkKey)
	waves, waveErrs := inFolder(fsys, surveyFolder, KindWave, waveKey)
	documents = append(documents, waves...)
	errs = append(errs, waveErrs...)

	directory, err := fromFiles(fsys, KindDirectory, DirectoryKey, municipality.Files())
	errs = append(errs, err)
	seats, err := fromFiles(fsys, KindSeats, SeatsKey, municipality.SeatFiles())
	errs = append(errs, err)
	facts, err := fs.ReadFile(fsys, evidence.File)
	errs = append(errs, err)
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("read the seed: %w", err)
	}
	return append(documents, directory, seats, seedDocument(KindEvidence, EvidenceKey, facts)), nil
}

func seedDocument(kind Kind, key string, content []byte) Document {
	return Document{Kind: kind, Key: key, Content: content, Origin: OriginSeed}
}

// inFolder makes a document of every YAML file in a folder, in order of file names.
func inFolder(fsys fs.FS, folder string, kind Kind, keyOf func(name string, content []byte) (string, error)) ([]Document, []error) {
	names, err := fs.Glob(fsys, path.Join(folder, "*.yaml"))
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("folder %s: no files", folder)
	}
	errs := []error{err}
	var documents []Document
	for _, name := range names {
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		key, err := keyOf(name, content)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		documents = append(documents, seedDocument(kind, key, content))
	}
	return documents, errs
}

func frameworkKey(name string, content []byte) (string, error) {
	f, err := framework.Parse(name, content)
	if err != nil {
		return "", err
	}
	return FrameworkKey(f), nil
}

func waveKey(name string, content []byte) (string, error) {
	wave, err := survey.ParseWave(content)
	if err != nil {
		return "", fmt.Errorf("survey file %s: %w", name, err)
	}
	return wave.Key, nil
}

// FrameworkKey returns the document key of a framework: "key@version".
func FrameworkKey(f *framework.Framework) string { return fmt.Sprintf("%s@%d", f.Key, f.Version) }

func fromFiles(fsys fs.FS, kind Kind, key string, names []string) (Document, error) {
	files := make(map[string][]byte, len(names))
	var errs []error
	for _, name := range names {
		content, err := fs.ReadFile(fsys, name)
		errs = append(errs, err)
		files[name] = content
	}
	content, err := bundle(files)
	errs = append(errs, err)
	return seedDocument(kind, key, content), errors.Join(errs...)
}
