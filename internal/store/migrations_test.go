package store_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Both databases have the same migrations, numbered 1, 2, 3, …, so that one
// number names the same schema on either.
func TestMigrationsRiseTogether(t *testing.T) {
	t.Parallel()
	lite, postgres := migrationNames(t, "sqlite"), migrationNames(t, "postgres")
	if !slices.Equal(lite, postgres) {
		t.Errorf("migrations differ: sqlite %v, postgres %v", lite, postgres)
	}
	for i, name := range lite {
		number, rest, found := strings.Cut(name, "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 || len(number) != 5 || !found || rest == "" {
			t.Errorf("migration %d is called %q, want %05d_subject.sql", i+1, name, i+1)
		}
	}
}

func migrationNames(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("migrations", folder))
	if err != nil || len(entries) == 0 {
		t.Fatalf("list the migrations of %s: %v", folder, err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// A released migration is frozen: a change of the schema is a new file with the
// next number in both folders, and its digest is added here.
func TestMigrationsAreFrozen(t *testing.T) {
	t.Parallel()
	frozen := map[string]string{
		"sqlite/00001_foundation.sql":        "a0dd1a57c9bd181688bc85c126d454d4ce867eb7400fc75c927bad1ff3efe23b",
		"postgres/00001_foundation.sql":      "57e89dc351dba8d56c1f24b164e1907dfcf6721139d84b3ce106f69428eea7f5",
		"sqlite/00002_document_author.sql":   "4cdac6fa053c6379a0223799a84ceadf596c4a371751648e46c19cc348202cb3",
		"postgres/00002_document_author.sql": "7db163a419f8bc97f26ff51a28d5c780149cddc1a7b2229dc6dcd513c05a71ea",
		"sqlite/00003_rounds.sql":            "76cfc0d4231f6a8366602af7c920fe9bf39bd060b7803d3162c0b7568f861b72",
		"postgres/00003_rounds.sql":          "4c28ca355fc7c097c6d2c9597ba290fab1a0f43e0434483cb4a68edfc278d9d4",
		"sqlite/00004_responses.sql":         "cd93a7378892c206163e42efd7b1bb44090922c689475c72c9f2da674083fb89",
		"postgres/00004_responses.sql":       "5f04a123ad4d08b241cdf63e1e318bfe173348c11db75fb0c18533f003c70e64",
		"sqlite/00005_fieldwork.sql":         "9d34b4e380aa75f590050380dbc2520551b4b304bfc72e28d33b6f74bd51d617",
		"postgres/00005_fieldwork.sql":       "7264859d0bd39569e593dda46f878121714e7ebf8c9fa1342265d55d65cdb7eb",
		"sqlite/00006_files.sql":             "f91856af275d05d0b7379977dba9c2c533a8ecbd83ea1d90cee348b1fcfe5956",
		"postgres/00006_files.sql":           "c0e88ae67933bd8f2907b2fa931a015f4657d47e6d58808e2cc9045245388786",
		"sqlite/00007_verdicts.sql":          "4c395c1f45efa61663c3dbe612b3c087694c0e5deef92ca635e367903a5d2e4a",
		"postgres/00007_verdicts.sql":        "3473130a2520a127c5d4d1055f66d6893b3fb6846c5d1f5a66de6a31a64a5aeb",
		"sqlite/00008_targets.sql":           "70c3882747c507128bb718b60270123eb5dddf2fe7b2e94eb108ddfc7524addc",
		"postgres/00008_targets.sql":         "3d3824771b7ad2ccb54884224c2d03d703294d51baf0cc9e72c516ca240cc4bc",
		"sqlite/00009_people.sql":            "3081db2b14ef2b3908f34a89552551141e02ff3269953eedd451a55234c03cb1",
		"postgres/00009_people.sql":          "d44264be28db5d594b789438d6b52ae2e3da72061c746ef67fa96ce9d6ba14bc",
		"sqlite/00010_reviews.sql":           "447ed1fd4e41c1726e2bfb2ef4d9147d282c617e417131e0f8df5445634cb9f5",
		"postgres/00010_reviews.sql":         "845c0962d7cc2ebceb999c6dc69b40c8a403b36d63f1608b7ab4877fca3a5e84",
	}
	for _, folder := range []string{"sqlite", "postgres"} {
		for _, name := range migrationNames(t, folder) {
			text, err := os.ReadFile(filepath.Join("migrations", folder, name))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := fmt.Sprintf("%x", sha256.Sum256(text)), frozen[folder+"/"+name]; got != want {
				t.Errorf("%s/%s has digest %s, want %q", folder, name, got, want)
			}
		}
	}
}
