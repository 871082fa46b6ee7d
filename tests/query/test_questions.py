"""The twelve questions, each with an answer that can be told by reading the report."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, Store

ID = "https://w3id.org/conflict-kg/id/"
BREAKDOWN = ID + "report/breakdown-0a1b2c3d4e5f"
DELTA = ID + "report/delta-111111111111"


def pick(rows, *columns):
    return [tuple(row[column] for column in columns) for row in rows]


def parts(cell):
    return set(cell.split("; ")) if cell else set()


def test_hand_written_evidence_is_what_stands_at_its_offsets(everything):
    rows = list(
        everything.query(
            "SELECT ?text ?start ?end ?exact { "
            "GRAPH ?g { ?s oa:exact ?exact ; oa:start ?start ; oa:end ?end ; kg:inReport ?r } "
            "GRAPH ?h { ?r kg:text ?text } }",
            prefixes={"oa": "http://www.w3.org/ns/oa#", "kg": "https://w3id.org/conflict-kg/ontology#"},
        )
    )
    assert len(rows) > 80
    for text, start, end, exact in rows:
        assert text.value[int(start.value) : int(end.value)] == exact.value


# ---- actors


def test_actors_counts_reports_events_relations_and_mentions(everything, ask):
    (lance,) = [row for row in ask(everything, "actors") if row["name"] == "Red Lance"]
    assert lance["kind"] == "NonStateArmedGroup"
    assert parts(lance["otherNames"]) == {"RL", "the Red Lance", "Lance of the Dawn"}
    assert pick([lance], "reports", "events", "relations", "mentions") == [(4, 10, 3, 6)]


def test_actors_leaves_out_places_things_and_what_only_the_register_names(sources, ask):
    names = {row["name"] for row in ask(sources, "actors")}
    assert not names & {"Qasra", "Omar market", "Qasra hospital", "Northern Province"}
    assert "Qasra hospital" in {row["name"] for row in ask(sources, "actors", kind="Object")}


def test_actors_by_kind_takes_the_kinds_below(everything, ask):
    assert {row["name"] for row in ask(everything, "actors", kind="NonStateArmedGroup")} == {
        "Red Lance", "River Guard", "army auxiliaries", "militia A", "rebels",
    }  # fmt: skip


def test_actors_by_name_matches_the_beginning_of_a_word(everything, ask):
    assert {row["name"] for row in ask(everything, "actors", name="lance")} == {"Red Lance"}
    assert ask(everything, "actors", name="ance") == []


# ---- who attacked whom


def test_attacks_have_agents_targets_place_time_number_toll_and_source(breakdown, ask):
    rows = [row for row in ask(breakdown, "who-attacked-whom") if row["place"] == "Tarfa desert"]
    (nine,) = rows
    assert nine["agents"] == "Red Lance"
    assert parts(nine["targets"]) == {"Interim Army", "army auxiliaries"}
    assert pick([nine], "time", "incidents", "source", "status", "partOf") == [
        ("2024-08", "9", "Sand Watch", "asserted", None)
    ]
    assert nine["toll"] == "killed 21 soldiers of the Interim Army and its auxiliaries"
    assert nine["text"].startswith("The Red Lance mounted nine raids")


def test_attacks_of_two_targets_are_one_row(breakdown, ask):
    rows = ask(breakdown, "who-attacked-whom", kind="Attack")
    assert len(rows) == len({row["event"] for row in rows}) == 4


def test_denied_and_planned_attacks_are_left_out_unless_asked_for(breakdown, ask):
    assert "denied" not in {row["status"] for row in ask(breakdown, "who-attacked-whom")}
    assert pick(ask(breakdown, "who-attacked-whom", modality="denied"), "type", "place") == [("Shooting", "East Tarfa")]


def test_attacks_by_agent_target_and_period(sources, ask):
    assert pick(ask(sources, "who-attacked-whom", agent="River Guard"), "targets") == [("Red Lance",)]
    assert len(ask(sources, "who-attacked-whom", agent="Red Lance")) == 3
    assert len(ask(sources, "who-attacked-whom", target="traders")) == 1
    assert len(ask(sources, "who-attacked-whom", since="2024-05", until="2024-05-10")) == 3
    assert ask(sources, "who-attacked-whom", since="2024-05-11", until="2024-12") == []


def test_an_attack_in_a_month_of_no_known_year_is_in_no_period(sources, ask):
    assert [row["time"] for row in ask(sources, "who-attacked-whom", agent="River Guard")] == ["XXXX-05"]
    assert ask(sources, "who-attacked-whom", agent="River Guard", since="2024") == []


# ---- relations


def test_relations_say_what_they_rest_on(sources, ask):
    rows = pick(ask(sources, "relations", actor="RL"), "subject", "relation", "object", "restsOn", "grounds")
    assert set(rows) == {
        ("Mara Din", "leads", "Red Lance", "stated", 1),
        ("Red Lance", "backedBy", "Northland", "stated", 1),
        ("Red Lance", "backedBy", "Northland", "register", 1),
        ("Red Lance", "sameActor", "Red Lance", "stated", 1),
        ("Red Lance", "attacked", "traders", "events", 1),
        ("River Guard", "attacked", "Red Lance", "events", 1),
    }
    assert len(rows) == 6


def test_relations_bring_words_and_source(sources, ask):
    (row,) = ask(sources, "relations", predicate="partofactor")
    assert pick([row], "subject", "object", "source", "status", "reports") == [
        ("River Guard", "Interim Army", "Hill Radio", "asserted", 1)
    ]
    assert row["text"] == "The River Guard, part of the Interim Army"
    (registered,) = ask(sources, "relations", basis="register")
    assert pick([registered], "text", "source", "reports") == [("", "", 0)]


# ---- tolls


def killed(rows):
    return pick([row for row in rows if row["outcome"] == "Killed" and row["scope"] == "incidents"], "low", "high")


def test_a_total_and_its_regional_parts_are_counted_once(breakdown, ask):
    assert killed(ask(breakdown, "tolls", by="")) == [(21, 21)]


@pytest.mark.parametrize(("place", "dead"), [("East Tarfa", 7), ("West Tarfa", 14), ("North Tarfa", 0)])
def test_the_part_counts_where_its_own_region_is_asked_for(breakdown, ask, place, dead):
    assert killed(ask(breakdown, "tolls", by="", place=place)) == [(dead, dead)]


def test_the_total_counts_where_the_whole_region_is_asked_for(breakdown, ask):
    assert killed(ask(breakdown, "tolls", by="", place="Tarfa desert")) == [(21, 21)]


def test_what_a_toll_includes_counts_only_where_its_group_is_asked_for(breakdown, ask):
    assert pick(ask(breakdown, "tolls", by="group", group="river guard"), "group", "low", "high") == [
        ("River Guard", 2, 2)
    ]
    assert killed(ask(breakdown, "tolls", by="", group="fighters")) == [(21, 21)]


def test_statistics_over_a_period_are_never_added_to_incidents(breakdown, ask):
    rows = ask(breakdown, "tolls", by="", outcome="Killed")
    assert pick(rows, "scope", "low", "high") == [("cumulative", 300, None), ("incidents", 21, 21)]


def test_denied_tolls_count_only_where_asked_for(breakdown, ask):
    assert killed(ask(breakdown, "tolls", by="", modality="denied")) == [(5, 5)]
    assert killed(ask(breakdown, "tolls", by="", modality=["asserted", "denied"])) == [(26, 26)]


def test_tolls_by_perpetrator_and_period(breakdown, ask):
    assert killed(ask(breakdown, "tolls", by="", perpetrator="Red Lance", since="2024-08", until="2024-08")) == [
        (21, 21)
    ]
    assert ask(breakdown, "tolls", by="", perpetrator="Interim Army") == []
    (row,) = ask(
        breakdown, "tolls", by=["perpetrator", "period"], outcome="Killed", since="2024-08-10", place="Tarfa desert"
    )
    assert pick([row], "perpetrator", "period", "low") == [("Red Lance", "2024-08", 21)]


def test_a_place_that_was_not_stated_is_in_no_place(figures, ask):
    assert killed(ask(figures, "tolls", by="", place="Bor")) == [(9, 9)]


def test_one_incident_in_three_reports_is_counted_once_from_lowest_to_highest(sources, ask):
    assert killed(ask(sources, "tolls", by="")) == [(2, 8)]
    assert killed(ask(sources, "tolls", by="", merge=False)) == [(15, 15)]
    assert {row[:1] for row in killed(ask(sources, "tolls", by="report"))} == {(5,), (8,), (2,)}


def test_open_bounds_stay_open_and_a_plural_is_at_least_one(figures, ask):
    rows = {row["outcome"]: (row["low"], row["high"]) for row in ask(figures, "tolls", by="")}
    assert rows["Injured"] == (0, 4)
    assert rows["Displaced"] == (24, None)
    assert rows["Abducted"] == (1, None)


def test_stated_total_and_sum_of_parts_are_both_shown_where_they_differ(figures, breakdown, ask):
    (row,) = ask(figures, "tolls", by="", outcome="Killed")
    assert pick([row], "low", "high", "disagreement") == [(20, 20, "20 stated, 27 in parts")]
    assert {row["disagreement"] for row in ask(breakdown, "tolls")} == {""}


def test_tolls_of_a_country_are_those_of_places_with_its_code(sources, ask):
    assert killed(ask(sources, "tolls", by="", place="Zedland")) == [(2, 8)]


# ---- discrepancies


def test_nine_stated_and_three_times_four_given_is_a_discrepancy(breakdown, ask):
    (row,) = ask(breakdown, "discrepancies")
    assert pick([row], "kind", "measure", "low", "otherLow") == [("total and parts", "incidents", 9, 12)]
    assert row["text"].startswith("The Red Lance mounted nine raids")
    assert [line.partition(":")[0] for line in row["otherText"].split(" | ")] == [
        "East Tarfa", "West Tarfa", "North Tarfa",
    ]  # fmt: skip
    assert pick([row], "source", "published") == [("Sand Watch", "2024-09-03")]


def test_parts_that_exceed_a_toll_are_a_discrepancy_and_parts_that_fall_short_are_not(figures, sources, ask):
    assert pick(ask(figures, "discrepancies"), "kind", "measure", "low", "otherLow") == [
        ("total and parts", "killed", 20, 27)
    ]
    assert pick(ask(sources, "discrepancies", scope="within"), "kind", "measure", "high", "otherLow", "otherText") == [
        ("including", "injured", 6, 8, "five were conscripts | three were drivers")
    ]


TWO_SOURCES = """
@prefix kg: <https://w3id.org/conflict-kg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <urn:test:> .
:graph {{
  :report a kg:Report .
  :ministry skos:prefLabel "the ministry" .  :rescuers skos:prefLabel "rescuers" .
  :first a kg:Airstrike ; kg:inReport :report ; kg:modality kg:asserted ; kg:claimedBy :ministry ; kg:place :tarfa ;
    kg:edtf "2024-05-11" ; kg:agent :lance ; kg:toll [ kg:outcome kg:Killed ; kg:min 14 ; kg:max 14 ] ;
    kg:statedAt [ oa:start 0 ; oa:end 9 ; oa:exact "14 killed" ] .
  :second a kg:Airstrike ; kg:inReport :report ; kg:modality kg:asserted ; kg:claimedBy :{claimant} ; kg:place :tarfa ;
    kg:edtf "2024-05-11" ; kg:toll [ kg:outcome kg:Killed ; kg:min {killed} ] ;
    kg:statedAt [ oa:start 20 ; oa:end 29 ; oa:exact "{killed} dead" ] .
}}
"""


@pytest.mark.parametrize(
    ("claimant", "killed", "expected"),
    [
        ("rescuers", 16, [("sources differ", "killed", 14, 16, "the ministry", "rescuers")]),
        ("ministry", 16, []),
        ("rescuers", 12, []),
    ],
    ids=["two sources", "one source", "at least 12"],
)
def test_two_sources_of_one_report_disagree_where_their_figures_exclude_each_other(ask, claimant, killed, expected):
    store = Store()
    store.load(TWO_SOURCES.format(claimant=claimant, killed=killed).encode(), format=RdfFormat.TRIG)
    rows = ask(store, "discrepancies")
    assert pick(rows, "kind", "measure", "low", "otherLow", "source", "otherSource") == expected


@pytest.mark.parametrize(("claimant", "low", "high"), [("rescuers", 14, 16), ("ministry", 30, 30)])
def test_what_two_sources_of_a_report_count_of_one_incident_is_no_sum(ask, claimant, low, high):
    """Those who say so give a range; what one source says of one place, day and agent adds up."""
    report = TWO_SOURCES.format(claimant=claimant, killed=16)
    report = report.replace("kg:min 16 ]", "kg:min 16 ; kg:max 16 ; kg:group \"people\" ]")
    report = report.replace("kg:max 14 ]", "kg:max 14 ; kg:group \"people\" ]")
    report = report.replace(":second a kg:Airstrike ;", ":second a kg:Airstrike ; kg:agent :lance ;")
    names = ':lance skos:prefLabel "Lance" .  :tarfa skos:prefLabel "Tarfa" .'
    report = report.replace(":report a kg:Report .", f":report a kg:Report .  {names}")
    days = 'kg:edtf "2024-05-11" ; kg:earliest "2024-05-11"^^xsd:date ; kg:latest "2024-05-11"^^xsd:date ;'
    report = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" + report.replace('kg:edtf "2024-05-11" ;', days)
    store = Store()
    store.load(report.encode(), format=RdfFormat.TRIG)
    assert pick(ask(store, "tolls", by="place"), "low", "high") == [(low, high)]


def test_a_later_and_higher_figure_is_a_rising_toll_and_no_dispute(sources, ask):
    rows = ask(sources, "discrepancies", scope="between", figure="killed")
    found = set(pick(rows, "kind", "low", "otherLow", "source", "otherSource", "published", "otherPublished"))
    assert found == {
        ("rising toll", 5, 8, "Delta Post", "Hill Radio", "2024-05-11", "2024-05-12"),
        ("reports differ", 5, 2, "Delta Post", "Interim Army", "2024-05-11", "2024-05-12"),
        ("reports differ", 8, 2, "Hill Radio", "Interim Army", "2024-05-12", "2024-05-12"),
    }
    assert len(rows) == 3
    assert all(row["text"] and row["otherText"] and row["event"] != row["other"] for row in rows)


def test_figures_of_one_kind_alone_can_be_asked_for(everything, ask):
    assert {row["measure"] for row in ask(everything, "discrepancies", figure="incidents")} == {"incidents"}


# ---- claims by source


def test_each_source_with_what_it_says(sources, ask):
    (row,) = ask(sources, "claims-by-source", source="Interim Army")
    assert pick([row], "says", "type", "sources", "onOneSource", "quoted") == [
        ("Interim Army", "Shelling", 3, False, True)
    ]


def test_events_that_rest_on_one_source_alone(sources, ask):
    rows = ask(sources, "claims-by-source", alone=True)
    assert set(pick(rows, "says", "type", "quoted")) == {
        ("Hill Radio", "Ambush", False),
        ("Hill Radio", "Appeal", True),
        ("Plain Bulletin", "Attack", False),
        ("witnesses", "ArmedAttack", True),
    }


# ---- at a place


def test_at_place_takes_what_lies_within(breakdown, ask):
    assert len(ask(breakdown, "at-place", place="Tarfa desert")) == 6
    assert {row["place"] for row in ask(breakdown, "at-place", place="East Tarfa")} == {"East Tarfa"}
    assert len(ask(breakdown, "at-place", place="East Tarfa", modality="asserted")) == 1


def test_a_country_or_province_takes_what_bears_its_code(sources, ask):
    assert len(ask(sources, "at-place", place="Zedland")) == 3
    assert len(ask(sources, "at-place", place="Northern Province", kind="Attack")) == 3
    assert ask(sources, "at-place", place="Zedland", kind="Appeal") == []


# ---- timeline


def test_a_timeline_is_in_order_and_keeps_intervals_and_unknown_years(everything, ask):
    rows = ask(everything, "timeline", actor="Red Lance")
    assert [row["time"] for row in rows] == (
        ["2024-01-01/2024-09-03"] + ["2024-05-10"] * 3 + ["2024-08"] * 4 + ["2024-08-12", "XXXX-05"]
    )
    assert pick(rows[:1] + rows[-1:], "earliest", "latest", "as") == [
        ("2024-01-01", "2024-09-03", "agent"),
        (None, None, "target"),
    ]


def test_a_timeline_by_role(everything, ask):
    assert [row["type"] for row in ask(everything, "timeline", actor="Red Lance", role="target")] == ["Ambush"]
    assert [row["type"] for row in ask(everything, "timeline", actor="Red Lance", role="claimant")] == ["Shooting"]


# ---- identifiers elsewhere


def test_identifiers_with_scheme_match_and_score(sources, ask):
    assert set(pick(ask(sources, "external-ids", node="Qasra"), "system", "identifier", "match", "score")) == {
        ("GeoNames", "9000001", "exact", 0.93),
        ("Wikidata", "Q9000001", "exact", 0.93),
        ("ISO-3166", "ZZ-NP", "code", 0.93),
    }
    assert pick(ask(sources, "external-ids", node="Omar market", scheme="GeoNames"), "match", "address") == [
        ("close", "https://sws.geonames.org/9000001/")
    ]


def test_weak_links_can_be_left_out(sources, ask):
    assert "Omar market" not in {row["name"] for row in ask(sources, "external-ids", least=0.8)}


# ---- evidence


def test_evidence_of_an_event_has_words_and_offsets_of_every_part(breakdown, ask):
    (part,) = [row["event"] for row in ask(breakdown, "who-attacked-whom") if row["place"] == "East Tarfa"]
    rows = pick(ask(breakdown, "evidence", node=part), "via", "text", "start", "end")
    assert ("toll", "seven fighters", 194, 208) in rows
    assert ("count", "four", 178, 182) in rows
    assert ("timeEvidence", "in August", 83, 92) in rows
    assert ("agent", "Red Lance", 34, 43) in rows


def test_evidence_of_an_edge_is_that_of_what_it_was_derived_from(sources, ask):
    of_edge = ask(sources, "evidence", node=ID + "edge/e3")
    of_ends = ask(sources, "evidence", node="Northland", object="RL", predicate="backedBy")
    assert pick(of_edge, "text", "start", "end", "document") == [
        ("The Red Lance is backed by Northland", 142, 178, "reports/delta.txt")
    ]
    assert of_ends == of_edge


def test_evidence_of_an_actor_or_place_are_its_mentions(sources, ask):
    assert pick(ask(sources, "evidence", node="Northland"), "text", "via") == [("Northland", "mention")]
    assert {row["text"] for row in ask(sources, "evidence", node="Red Lance")} == {"Red Lance", "RL"}
    assert len(ask(sources, "evidence", node="Qasra")) == 3


# ---- neighbours


def test_neighbours_grow_with_depth(everything, ask):
    near = ask(everything, "neighbours", actor="Northland")
    assert pick(near, "steps", "subject", "relation", "object") == [(1, "Red Lance", "backedBy", "Northland")]
    farther = ask(everything, "neighbours", actor="Northland", depth=2)
    assert {(row["steps"], row["relation"]) for row in farther} == {
        (1, "backedBy"), (2, "leads"), (2, "attacked"), (2, "sameActor"), (2, "Attack"),
    }  # fmt: skip
    assert (3, "partOfActor") in pick(ask(everything, "neighbours", actor="Northland", depth=3), "steps", "relation")


def test_denied_ties_are_none_unless_asked_for(breakdown, ask):
    assert ask(breakdown, "neighbours", actor="herders") == []
    assert pick(ask(breakdown, "neighbours", actor="herders", unconfirmed=True), "relation", "status") == [
        ("Shooting", "denied")
    ]


# ---- violations


def test_violations_say_why(everything, ask):
    rows = ask(everything, "violations", finding="act")
    why = {re.sub(r".*/", "", row["event"]): parts(row["why"]) for row in rows}
    assert why["237-240-ArmedAttack"] == {"protected object"}
    assert why["374-384-Killing"] == {"violence against civilians"}
    assert why["259-267-HostageTaking"] == {"hostage taking"}
    (shelling,) = [row for row in rows if row["event"].startswith(DELTA) and row["type"] == "Shelling"]
    assert parts(shelling["why"]) == {"civilians targeted", "civilians harmed"}
    assert not [row for row in rows if row["event"].startswith(BREAKDOWN) and row["type"] == "Attack"]


def test_who_calls_on_whom(sources, ask):
    assert pick(ask(sources, "violations", finding="call"), "why", "agents", "targets") == [
        ("appeal", "Hill Radio", "High Council")
    ]
    assert len(ask(sources, "violations", perpetrator="High Council")) == 1


def test_violations_of_one_perpetrator(everything, ask):
    assert {row["agents"] for row in ask(everything, "violations", perpetrator="militia A")} == {"militia A"}
