package store

import (
	"fmt"
	"reflect"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// insertion is the INSERT of one row of a kind as GORM writes it, with the
// fields in its order. It is kept because to write it for every row takes half
// as long as to insert one.
type insertion[Row any] struct {
	text   string
	fields []*schema.Field
}

func insertionOf[Row any](db *gorm.DB) (*insertion[Row], error) {
	written := db.Session(&gorm.Session{DryRun: true}).Create(new(Row))
	if written.Error != nil {
		return nil, fmt.Errorf("write the insertion of a row: %w", written.Error)
	}
	i := &insertion[Row]{text: written.Statement.SQL.String()}
	for _, column := range written.Statement.Schema.DBNames {
		i.fields = append(i.fields, written.Statement.Schema.FieldsByDBName[column])
	}
	return i, nil
}

func (i *insertion[Row]) insert(tx *gorm.DB, row *Row) error {
	ctx, value := tx.Statement.Context, reflect.ValueOf(row).Elem()
	values := make([]any, len(i.fields))
	for n, field := range i.fields {
		values[n], _ = field.ValueOf(ctx, value)
	}
	_, err := tx.Statement.ConnPool.ExecContext(ctx, i.text, values...)
	return err
}
