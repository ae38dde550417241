package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// isWorkbookName reports whether Excel opens a file of that name without complaint.
func isWorkbookName(name string) bool { return strings.EqualFold(filepath.Ext(name), ".xlsx") }

// produce has write fill the output: the file with a name, or standard output
// when there is no name. Nothing is there until all of it is.
func (p *program) produce(name string, write func(w io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	if name == "" {
		if _, err := content.WriteTo(p.out); err != nil {
			return fmt.Errorf("write the result: %w", err)
		}
		return nil
	}
	return inFile(name, replaceFile(name, content.Bytes()))
}

// replaceFile writes a file beside its place and moves it there when it is
// whole and safe on the disk.
func replaceFile(name string, content []byte) (err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return &os.PathError{Op: "write", Path: name, Err: syscall.EISDIR}
	}
	temporary := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+strings.ToLower(rand.Text()[:8]))
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temporary))
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary, name)
}
