#!/usr/bin/env python3
"""Makes frameworks, values and the results that batch scoring must give.

Run without arguments in this folder (Python 3.11, numpy 1.24 or later). All
figures are generated; the results are worked out here in the plainest way, unit by
unit down the tree, from the description of the method and not from the program.
"""
import csv
import io
import json

import numpy as np

SLACK = 1e-9


# ------------------------------------------------------------------ the method

def mean(kind, weights, scores):
    w, x = np.array(weights, float), np.array(scores, float)
    if kind == "arithmetic":
        return np.average(x, weights=w)
    if kind == "geometric":
        return np.exp(np.average(np.log(x), weights=w))
    return 1 / np.average(1 / x, weights=w)


def points(indicator, column, normalise):
    """Points of a column of cells; None for the whole column when it has no scale."""
    x = np.array([c if isinstance(c, float) else np.nan for c in column])
    if indicator["type"] == "level":
        return 20 * x
    if indicator["type"] == "yesno":
        return 100 * x
    kind = normalise or indicator["scale"]
    low, high = indicator.get("low"), indicator.get("high")
    if kind == "minmax":
        known = x[~np.isnan(x)]
        if len(known) == 0 or known.min() == known.max():
            return None
        low, high = known.min(), known.max()
        if indicator["direction"] == "down":
            low, high = high, low
    return 100 * np.clip((x - low) / (high - low), 0, 1)


def means(node, default):
    yield node.get("aggregation", default)
    for child in node.get("areas", []):
        yield from means(child, default)


class Scorer:
    def __init__(self, framework, columns, normalise=None):
        self.top = {"areas": framework["areas"]}
        self.method = framework["method"]
        self.columns = columns
        self.normalise = normalise
        self.points = {}
        self.prepare(self.top)
        self.mapped = any(m != "arithmetic" for m in means(self.top, self.method["aggregation"]))

    def prepare(self, node):
        for i in node.get("indicators", []):
            self.points[i["key"]] = points(i, self.columns[i["key"]], self.normalise)
        for child in node.get("areas", []):
            self.prepare(child)

    def lift(self, s):
        return 1 + 0.99 * s if self.mapped else s

    def leaf(self, i, unit):
        """What a unit has on an indicator; None when it has no scale."""
        if self.points[i["key"]] is None:
            return None
        cell = self.columns[i["key"]][unit]
        out = {"weight": i["weight"], "applicable": cell != "n/a", "excluded": float(cell == "n/a")}
        s = self.points[i["key"]][unit]
        if isinstance(cell, float):
            s = self.lift(s)
            return out | {"score": s, "low": s, "high": s, "coverage": 1.0, "counted": True}
        zero = self.method["missing"] == "zero"
        return out | {"score": self.lift(0) if zero else None, "low": self.lift(0), "high": self.lift(100),
                      "coverage": 0.0, "counted": False}

    def area(self, node, unit, results):
        kind = node.get("aggregation", self.method["aggregation"])
        parts = [self.leaf(i, unit) for i in node.get("indicators", [])]
        parts += [self.area(child, unit, results) for child in node.get("areas", [])]
        out = {"weight": node.get("weight", 1), "applicable": False, "score": None, "counted": False}
        parts = [p for p in parts if p is not None]
        if sum(p["weight"] for p in parts) == 0:
            return self.note(node, None, results)
        out["excluded"] = np.average([p["excluded"] for p in parts], weights=[p["weight"] for p in parts])
        parts = [p for p in parts if p["applicable"]]
        weights = [p["weight"] for p in parts]
        if sum(weights) == 0:
            return self.note(node, out, results)
        out["applicable"] = True
        out["coverage"] = np.average([p["coverage"] for p in parts], weights=weights)
        out["low"] = mean(kind, weights, [p["low"] for p in parts])
        out["high"] = mean(kind, weights, [p["high"] for p in parts])
        scored = [p for p in parts if p["score"] is not None]
        share_by_count = sum(p["counted"] for p in parts) / len(parts)
        out["behind"] = sum(p["weight"] for p in scored) / sum(weights)
        enough = share_by_count >= self.method["min_area_coverage"] - SLACK
        if node is self.top:
            enough = out["behind"] >= self.method["min_index_weight"] - SLACK
        if self.method["missing"] == "zero":
            enough = True
        if out["behind"] > 0 and enough:
            out["score"] = mean(kind, [p["weight"] for p in scored], [p["score"] for p in scored])
            out["counted"] = True
        return self.note(node, out, results)

    @staticmethod
    def note(node, out, results):
        if "key" in node:
            applies = out is not None and out["applicable"]
            results[node["key"]] = (out["score"] if applies else None, out["coverage"] if applies else None)
        return out

    def run(self, units):
        rows = [dict(areas={}) for _ in range(units)]
        for u, row in enumerate(rows):
            top = self.area(self.top, u, row["areas"])
            row |= dict(score=None, coverage=None, low=None, high=None, excluded=0.0, standing="no_score", rank=None)
            if top is None:
                continue
            row["excluded"] = top["excluded"]
            if not top["applicable"]:
                continue
            row |= {k: top[k] for k in ("score", "coverage", "low", "high")}
            if top["score"] is None:
                continue
            row["standing"] = "ranked"
            if top["excluded"] > self.method["max_not_applicable"] + SLACK:
                row["standing"] = "too_much_not_applicable"
            if top["coverage"] < self.method["min_coverage"] - SLACK:
                row["standing"] = "low_coverage"
        ranked = [np.round(r["score"], 9) for r in rows if r["standing"] == "ranked"]
        for r in rows:
            if r["standing"] == "ranked":
                r["rank"] = 1 + sum(s > np.round(r["score"], 9) for s in ranked)
        return rows


# ------------------------------------------------------------- files and results

def nine(x):
    return None if x is None else float(np.round(x, 9))


def results(rows, areas):
    out = {
        "score": [nine(r["score"]) for r in rows], "rank": [None if r["rank"] is None else int(r["rank"]) for r in rows],
        "standing": [r["standing"] for r in rows], "coverage": [nine(r["coverage"]) for r in rows],
        "lower_bound": [nine(r["low"]) for r in rows], "upper_bound": [nine(r["high"]) for r in rows],
        "not_applicable": [nine(r["excluded"]) for r in rows],
    }
    if areas:
        keys = list(rows[0]["areas"])
        out["areas"] = {k: [nine(r["areas"][k][0]) for r in rows] for k in keys}
        out["area_coverage"] = {k: [nine(r["areas"][k][1]) for r in rows] for k in keys}
    return out


def written(cell):
    return repr(cell) if isinstance(cell, float) else cell


def values(units, names, columns):
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["unit"] + (["name"] if names else []) + list(columns))
    for u, key in enumerate(units):
        w.writerow([key] + ([names[u]] if names else []) + [written(column[u]) for column in columns.values()])
    return out.getvalue()


def indicators_of(node):
    yield from node.get("indicators", [])
    for child in node.get("areas", []):
        yield from indicators_of(child)


def yaml_areas(areas, indent=2):
    """Areas in block style, as people write them."""
    out, pad = [], " " * indent
    for a in areas:
        out.append(f"{pad}- key: {json.dumps(a['key'], ensure_ascii=False)}")
        out.append(f"{pad}  weight: {a['weight']}")
        if "aggregation" in a:
            out.append(f"{pad}  aggregation: {a['aggregation']}")
        if "areas" in a:
            out.append(f"{pad}  areas:")
            out += yaml_areas(a["areas"], indent + 4)
        else:
            out.append(f"{pad}  indicators:")
            for i in a["indicators"]:
                entry = ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in i.items())
                out.append(f"{pad}    - {{{entry}}}")
    return out


def yaml(framework):
    method = ", ".join(f"{k}: {v}" for k, v in framework["method"].items())
    return "\n".join([f"key: {framework['key']}", "version: 1", f"method: {{{method}}}", "areas:"]
                     + yaml_areas(framework["areas"])) + "\n"


# ------------------------------------------------- an index the size of ASEM's

PILLARS = [("conn", ["physical", "conecfin", "political", "instit", "p2p"], [8, 5, 3, 6, 8]),
           ("sust", ["environ", "social", "susecfin"], [5, 9, 5])]


def number(rng, j, n):
    """One indicator with its cells: unlike scales, some with negative values, some where less is better."""
    size = 10.0 ** int(rng.integers(-5, 10))
    x = size * (rng.lognormal(0, 0.9, n) if j % 3 else rng.normal(0.5, 1, n))
    x = np.array([float(f"{v:.6g}") for v in x])
    down = bool(rng.random() < 0.4)
    low, high = (float(f"{q:.4g}") for q in np.quantile(x, [0.1, 0.9]))
    if down:
        low, high = high, low
    i = {"key": f"ind-{j + 1:02d}", "type": "number", "weight": float(np.round(rng.uniform(0.2, 3), 2)),
         "scale": "minmax", "direction": "down" if down else "up", "low": low, "high": high}
    return i, [float(v) for v in x]


def index_data(rng, n):
    columns, pillars, j = {}, [], 0
    for _, names, sizes in PILLARS:
        for name, size in zip(names, sizes):
            inds = []
            for _ in range(size):
                i, cells = number(rng, j, n)
                j += 1
                inds.append(i)
                columns[i["key"]] = cells
            pillars.append({"key": name, "weight": float(np.round(rng.uniform(0.5, 2), 2)), "indicators": inds})
    columns["ind-20"] = [7.5] * n                                     # no spread: no score under minmax
    pillars[2]["indicators"][1]["weight"] = 0                         # a question that carries nothing
    for cells in columns.values():
        for u in range(n):
            r = rng.random()
            if r < 0.10:
                cells[u] = "" if r < 0.08 else "?"
            elif r > 0.97:
                cells[u] = "n/a"
    keys = list(columns)
    for k in keys:
        columns[k][11] = columns[k][10]                               # units 11 and 12 tie
        if k not in ("ind-01", "ind-02", "ind-03"):
            columns[k][20] = ""                                       # unit 21 has next to nothing
        columns[k][30] = "n/a" if keys.index(k) < 30 else columns[k][30]  # unit 31: one half does not apply
        columns[k][40] = ""                                           # unit 41 has nothing
        columns[k][41] = "n/a"                                        # and nothing applies to unit 42
    return columns, pillars


def frameworks(pillars):
    """The same indicators under two, three and four levels."""
    yield "levels2", pillars
    halves = [{"key": "conn", "weight": 1.5, "areas": pillars[:5]}, {"key": "sust", "weight": 1, "areas": pillars[5:]}]
    yield "levels3", halves
    deep = []
    for half in halves:
        areas = []
        for p in half["areas"]:
            inds = p["indicators"]
            cut = max(1, len(inds) // 3)
            parts = [{"key": f"{p['key']}.a", "weight": 2, "indicators": inds[:cut]},
                     {"key": f"{p['key']}.b", "weight": 3.5, "indicators": inds[cut:]}]
            areas.append({"key": p["key"], "weight": p["weight"], "areas": parts})
        deep.append(half | {"areas": areas})
    yield "levels4", deep


def index():
    rng, n = np.random.default_rng(49), 51
    columns, pillars = index_data(rng, n)
    units = [f"U{u + 1:02d}" for u in range(n)]
    names = [f"Land {u + 1}" for u in range(n)]
    open("index.csv", "w", newline="").write(values(units, names, columns))
    out = []
    for name, areas in frameworks(pillars):
        base = {"key": name, "areas": areas, "method": {"aggregation": "arithmetic"}}
        open(f"{name}.yaml", "w").write(yaml(base))
        for aggregation in ("arithmetic", "geometric", "harmonic"):
            for normalise in ("goalposts", "minmax"):
                for missing in ("renormalise", "zero"):
                    for strict in (False, True):
                        method = {"aggregation": aggregation, "missing": missing, "min_area_coverage": 0,
                                  "min_index_weight": 0, "min_coverage": 0, "max_not_applicable": 1}
                        if strict:
                            method |= {"min_area_coverage": 0.85, "min_index_weight": 0.7, "min_coverage": 0.8,
                                       "max_not_applicable": 0.05}
                        rows = Scorer(base | {"method": method}, columns, normalise).run(n)
                        text = ", ".join(f"{k}: {v}" for k, v in method.items())
                        out.append({"framework": f"{name}.yaml", "method": f"{{{text}}}", "normalise": normalise,
                                    "expected": results(rows, strict and missing == "renormalise")})
    write("index.json", out)


# ---------------------------------------------------------- trees of every shape

KEYS = ["å.é-1", "2030", "1.10", "true", "null", "~", "no", "-x", "=x", "@x", "#x", "a:b", "a/b", "\"q\"", "it's", "日本",
        "🙂", "n/a", "?", "name", "Name", "0x10", "1e3", "*p", "&p", "!t", "{c}", "[d]", "%e", "x|y", ">z", "`", "e\u0301", "\u00e9",
        "score", "rank", "rank_low", "a\\b", "_", "K", "k"]
UNITS = ["=1+1", "a,b", "a;b", "say \"hi\"", "two\nlines", "n/a", "?", "0101", "NULL", "🙂", "Åbenrå", "-", "x" * 200, "unit",
         "1e3", "æøå Ø", "'", "\\", "tab\tin", "#1", "NA"]


class Forest:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.keys = [KEYS[i] for i in self.rng.permutation(len(KEYS))]
        self.count = 0

    def key(self):
        self.count += 1
        return self.keys.pop() if self.keys and self.rng.random() < 0.7 else f"k{self.count}"

    def weight(self):
        kind = self.rng.random()
        if kind < 0.12:
            return 0
        return float(np.round(self.rng.uniform(0.1, 5) * (1000 if kind > 0.95 else 1), 3))

    def weights(self, parts):
        if sum(p["weight"] for p in parts) == 0:
            parts[0]["weight"] = 1
        return parts

    def indicator(self):
        t = ["level", "percent", "number", "days", "yesno"][self.rng.integers(5)]
        i = {"key": self.key(), "type": t, "weight": self.weight()}
        if t in ("level", "yesno"):
            return i
        low, high = (float(v) for v in np.sort(self.rng.choice(np.arange(0, 100, 5), 2, replace=False)))
        if t == "number":
            low, high = low * 1e6 - 2e7, high * 1e6 - 2e7
        kind = self.rng.random()
        if kind < 0.4:
            return i | {"scale": "goalposts", "low": high, "high": low, "direction": "down"}
        if kind < 0.7:
            return i | {"scale": "goalposts", "low": low, "high": high, "direction": "up"}
        return i | {"scale": "minmax", "direction": "down" if kind < 0.85 else "up"}

    def area(self, depth):
        a = {"key": self.key(), "weight": self.weight()}
        if self.rng.random() < 0.25:
            a["aggregation"] = ["arithmetic", "geometric", "harmonic"][self.rng.integers(3)]
        if depth > 0:
            a["areas"] = self.weights([self.area(depth - 1 - int(self.rng.random() < 0.3) * self.rng.integers(depth))
                                       for _ in range(self.rng.choice([1, 1, 2, 2, 3]))])
        else:
            a["indicators"] = self.weights([self.indicator() for _ in range(self.rng.choice([1, 2, 3, 4]))])
        return a

    def cell(self, i):
        r = self.rng.random()
        if r < 0.15:
            return "" if r < 0.1 else "?"
        if r < 0.22:
            return "n/a"
        t = i["type"]
        if t == "level":
            return float(self.rng.integers(6))
        if t == "yesno":
            return float(self.rng.integers(2))
        if t == "days":
            return float(self.rng.integers(100))
        if t == "percent":
            return float(np.round(self.rng.uniform(0, 100), 4))
        return float(f"{self.rng.normal(2e7, 4e7):.7g}")

    def framework(self, n):
        method = {"aggregation": ["arithmetic", "geometric", "harmonic"][self.rng.choice([0, 0, 1, 2])],
                  "missing": ["renormalise", "zero"][self.rng.choice([0, 0, 1])],
                  "min_area_coverage": float(self.rng.choice([0, 0, 0.5, 2 / 3, 1])),
                  "min_index_weight": float(self.rng.choice([0, 0, 0.5, 0.75])),
                  "min_coverage": float(self.rng.choice([0, 0.5, 0.666, 0.8])),
                  "max_not_applicable": float(self.rng.choice([1, 1, 0.25, 0.1]))}
        depth = int(self.rng.integers(0, 7))
        areas = self.weights([self.area(max(0, depth - d)) for d in range(self.rng.choice([1, 2, 3]))])
        f = {"key": "tree", "method": method, "areas": areas}
        units = [UNITS[i] for i in self.rng.permutation(len(UNITS))[:n]]
        columns = {i["key"]: [self.cell(i) for _ in range(n)] for i in indicators_of({"areas": areas})}
        for cells in columns.values():
            cells[1] = cells[0]
        return f, units, columns


def trees(count, n):
    out = []
    seed = 0
    while len(out) < count:
        seed += 1
        f, units, columns = Forest(seed).framework(n)
        if len(columns) > 40:
            continue
        rows = Scorer(f, columns).run(n)
        out.append({"seed": seed, "framework": yaml(f), "values": values(units, None, columns), "units": units,
                    "expected": results(rows, True)})
    write("trees.json", out)


def write(name, cases):
    """One case a line."""
    with open(name, "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False, separators=(",", ":")) for c in cases) + "\n]\n")


if __name__ == "__main__":
    index()
    trees(80, 8)
