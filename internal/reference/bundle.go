package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// bundle is several text files as one document: a JSON object from file name
// to text, names in order, so that equal files give equal bytes.
func bundle(files map[string][]byte) ([]byte, error) {
	texts := make(map[string]string, len(files))
	for name, content := range files {
		texts[name] = string(content)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(texts); err != nil {
		return nil, fmt.Errorf("bundle files: %w", err)
	}
	return out.Bytes(), nil
}

func unbundle(content []byte) (map[string][]byte, error) {
	var texts map[string]string
	if err := json.Unmarshal(content, &texts); err != nil {
		return nil, fmt.Errorf("open bundle of files: %w", err)
	}
	files := make(map[string][]byte, len(texts))
	for name, text := range texts {
		files[name] = []byte(text)
	}
	return files, nil
}
