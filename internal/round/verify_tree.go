package round

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
)

// treeOf returns content as JSON values.
func treeOf(c *Content) (any, error) {
	text, err := canonicalOf(c)
	if err != nil {
		return nil, err
	}
	var tree any
	err = json.Unmarshal(text, &tree)
	return tree, err
}

// firstPath finds the first place, by order of names, where two JSON values
// differ; what one of them lacks is nil.
func firstPath(path string, a, b any) (at string, inA, inB any, differ bool) {
	if objectA, ok := a.(map[string]any); ok {
		if objectB, ok := b.(map[string]any); ok {
			return firstMember(path, objectA, objectB)
		}
	}
	if listA, ok := a.([]any); ok {
		if listB, ok := b.([]any); ok {
			return firstElement(path, listA, listB)
		}
	}
	return path, a, b, !reflect.DeepEqual(a, b)
}

func firstMember(path string, a, b map[string]any) (at string, inA, inB any, differ bool) {
	names := make(map[string]bool)
	for name := range a {
		names[name] = true
	}
	for name := range b {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		inside := name
		if path != "" {
			inside = path + "." + name
		}
		if at, inA, inB, differ = firstPath(inside, a[name], b[name]); differ {
			return at, inA, inB, true
		}
	}
	return "", nil, nil, false
}

func firstElement(path string, a, b []any) (at string, inA, inB any, differ bool) {
	for i := range max(len(a), len(b)) {
		var elementA, elementB any
		if i < len(a) {
			elementA = a[i]
		}
		if i < len(b) {
			elementB = b[i]
		}
		if at, inA, inB, differ = firstPath(fmt.Sprintf("%s[%d]", path, i), elementA, elementB); differ {
			return at, inA, inB, true
		}
	}
	return "", nil, nil, false
}

// jsonText writes a JSON value for a message.
func jsonText(value any) string {
	if value == nil {
		return "–"
	}
	text, err := canonicalOf(value)
	if err != nil {
		return "–"
	}
	return printable(string(text))
}
