package reference

import (
	"modenhed/internal/framework"
	"modenhed/internal/municipality"
)

// Framework reads the framework in a document of KindFramework.
func (d Document) Framework() (*framework.Framework, error) {
	return framework.Parse(d.Key, d.Content)
}

// Directory reads the municipalities in a document of KindDirectory.
func (d Document) Directory() (*municipality.Directory, error) {
	files, err := unbundle(d.Content)
	if err != nil {
		return nil, err
	}
	return municipality.Parse(files)
}
