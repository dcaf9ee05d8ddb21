"""What Dutch search takes for the same word, and what it does not."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.places import reference
from search.engine import dutch
from search.engine.dutch import LONGEST_WORD, MARK, STOP_WORDS, completions, fold, parts, stem, tokens, words
from search.engine.irregular import STEMS
from search.engine.lexicon import FORMS, HEADS, TAILS, VERBS, other_words
from tests.trials import tries


def finds(typed: str, text: str) -> bool:
    """Whether a word that is typed finds a text: by itself, by its stem or, of a compound, by all its parts."""
    there = {*words(text), *tokens(text).split()}
    word = fold(typed)
    pieces = {MARK + stem(part) for part in parts(word)}
    return word in there or MARK + stem(word) in there or (bool(pieces) and pieces <= there)


# What is typed, then what it finds.
FOUND = """
    begroting: begrotingen burgerbegroting burgerbegrotingen districtsbegroting Burgerbegroting
    burgerbegroting: burgerbegrotingen
    burger: burgers burgerbegroting burgerpanels burgerinitiatief
    burgers: burger burgerjury
    burgerpanel: burgerpanels
    burgerinitiatief: burgerinitiatieven
    burgerbudget: burgerbudgetten
    budget: budgetten wijkbudget jongerenbudget budgetgame
    budgetten: budget burgerbudget
    wijk: wijken wijkbudget wijkpanels wijkjury wijkwerking
    wijken: wijk wijkbudget
    wijkbudget: wijkbudgetten
    wijkcentrum: wijkcentra
    idee: ideeën Idéeën ideeen ideeënfase ideeënplatform
    ideeën: idee ideeenplatform
    loting: gelote geloot loten lotingen
    gelote: loting geloot
    participatie: participeren participatief participatieve participeert participatieavond burgerparticipatie
    participeren: participatie geparticipeerd
    participatief: participatie
    evaluatie: evalueren evaluaties geëvalueerd
    evalueren: evaluatie evalueert
    coördinatie: coordinatie coördineren gecoördineerd coördinaties
    coordinatie: coördinatie
    organisatie: organisaties organiseren georganiseerd organiseer organiseerde organisator
    organiseer: organisatie organiseert
    analyse: analyseer analyseren analyseerde geanalyseerde
    communicatie: communiceren communiceer gecommuniceerd
    innovatie: innovaties innovatief innovatieve
    informatie: informeren geïnformeerd
    jongeren: jongere jongerenbudget jongerenraad
    jongere: jongeren
    ouderen: oudere ouderenraad
    inspraak: inspraakavond inspraakfestival inspraakmoment
    avond: avonden inspraakavond participatieavond
    subsidie: subsidies projectsubsidie wijksubsidie subsidiereglement
    subsidies: subsidie projectsubsidie
    buurt: buurten buurtwerk buurtfeest
    buurtwerk: buurt+werk
    straat: straten leefstraten schoolstraat straatexperiment
    leefstraat: leefstraten
    gemeente: gemeenten gemeentes gemeentelijk gemeenteraad gemeentebestuur gastgemeente
    gemeenten: gemeente
    gemeenteraad: gemeenteraden gemeenteraadslid gemeenteraadsleden
    gemeenteraadslid: gemeenteraadsleden
    raad: raden adviesraad dorpsraden gemeenteraadslid
    adviesraad: adviesraden
    lid: leden jurylid gemeenteraadsleden
    leden: lid ledenvergadering
    kind: kinderen kindje kinderopvang kinderraad kindergemeenteraad
    kinderen: kind kinderopvang kinderraad kindergemeenteraad
    kinderopvang: kinderopvang+Gent opvang+kinderen
    opvang: kinderopvang
    ei: eierkoek
    senior: senioren seniorenraad
    meerjarenplan: meerjarenplannen meerjarenplanning+plan
    meerjarig: meerjarenplan
    stad: steden stadsbestuur stadslabs stadsvisie
    steden: stad
    centrum: centra ontmoetingscentrum kenniscentra
    centra: centrum
    museum: musea
    laboratorium: laboratoria
    referendum: referenda referendums
    forum: fora forums
    criterium: criteria
    bestuur: besturen bestuurlijk gemeentebestuur lokaalbestuur
    bestuurder: bestuurders
    ontharding: ontharden onthard
    deelname: deelnemen deelgenomen
    overname: overnemen overgenomen
    beslissing: beslissen beslist beslissingen
    beslist: beslissen
    terrein: bedrijventerrein bedrijventerreinen
    terreinen: bedrijventerrein
    bedrijf: bedrijven bedrijventerrein bedrijvenpark bedrijvenzone
    bedrijven: bedrijf bedrijvenpark
    huis: huizen huizenprijs huizenblok
    prijs: prijzen prijzenpot huizenprijzen
    brief: brieven brievenbus
    buur: buren burenhulp burendag
    lokaal: lokalenverhuur
    tuin: tuintje samentuin samentuinen volkstuintjes daktuin daktuinen
    volkstuin: volkstuintjes
    idee: ideeënbox
    beraad: burgerberaad burgerberaden
    burgerberaad: burgerberaden
    creatie: creaties
    cocreatie: cocreatietraject
    traject: cocreatietraject
    kas: gemeentekas
    dak: daktuin
    wijziging: wijzigen gewijzigd wijzigde wijzigt naamswijziging
    geld: gelden
    handelaar: handelaars handelaren
    project: projectje projectjes
    budget: budgetje
    kaart: kaartje kaartjes
    feest: feestje buurtfeestjes
    straat: straatje
    plein: pleintje pleintjes
    indienen: ingediend indient indiening ingediende
    uitvoering: uitvoeren uitgevoerd uitvoert uitgevoerde
    goedkeuren: goedgekeurd goedkeuring goedkeurt goedgekeurde
    aanleg: aanleggen aangelegd aanlegt aangelegde
    aanvraag: aanvragen aangevraagd aanvraagt
    betrekken: betrokken betrekt betrokkenheid
    betrokkenheid: betrekken
    verkiezing: verkiezen verkozen verkiest
    bezoek: bezocht bezoekt bezochte
    bezocht: bezoeken
    keuze: kiezen gekozen kiest
    kiezen: keuze
    vzw: vzws vzw's
    foto: fotos foto's
    video: videos
    agenda: agendas
    overleg: overlegd overleggen overlegde
    ontwerp: ontworpen ontwerpen
    besteding: besteden besteed besteedt
    onderhoud: onderhouden onderhoudt
    verzamelen: verzameld verzamelde verzamelt
    ondersteuning: ondersteund ondersteunen ondersteunt ondersteunde
    inrichting: ingericht inrichten
    oprichting: opgericht oprichten
    afspraak: afgesproken afspreken afspraken
    medewerking: meegewerkt meewerken
    markt: markten marktplein rommelmarkt markthal
    evenement: evenementenloket
    besluit: besluiten besloten raadsbesluit
    inzet: ingezet inzetten
    toekenning: toegekend toekennen
    melding: melden gemeld meldt
    inschrijving: ingeschreven inschrijven
    oproep: opgeroepen projectoproep
    ambtenaar: ambtenaren participatieambtenaren
    inwoner: inwoners
    bewoner: bewoners bewonersgroep bewonersplatform
    deelnemer: deelnemers
    vrijwilliger: vrijwilligers vrijwilligerswerk
    vereniging: verenigingen
    project: projecten projectsubsidie projectteam
    plan: plannen actieplan meerjarenplan klimaatplan
    plein: pleinen speelpleinen
    park: parken groenpark
    groen: groene groenonderhoud
    school: scholen schoolstraat
    fietspad: fietspaden
    weg: wegen
    dag: dagen trefdag
    voorstel: voorstellen
    stemming: stemmingen stemmen gestemd
    vergadering: vergaderingen vergaderen ledenvergadering
    werkbezoek: werkbezoeken
    bezoek: bezoeken werkbezoek studiebezoek
    experiment: experimenten experimentlijn straatexperiment
    experimentlijn: experimentlijnen
    praktijk: praktijken leerpraktijk praktijkvoorbeelden
    methode: methodes methoden methodiek
    democratie: democratisch democratische
    maatschappij: maatschappelijke
    overheid: overheden overheidsparticipatie
    kwaliteit: kwaliteiten proceskwaliteit
    veiligheid: veilig verkeersveiligheid
    mobiliteit: mobiliteitsvraagstuk
    uitdaagrecht: Uitdaagrecht
    kader: kaders analysekader
    thema: thema's themas
    foto: foto's
    café: cafes Cafe
    lokale: lokaal
    digitaal: digitale digitalisering digitaliseer gedigitaliseerd
    samenwerking: samenwerkingen samenwerkingsmodel
    burgemeester: burgemeesters
    minister: ministers
    schepenen: schepen
    verslag: verslagen
    advies: adviezen adviesraad adviseren adviseert geadviseerd
    adviseren: advies
    panel: panels burgerpanel wijkpanels
    jury: jury's burgerjury wijkjury
    duurzaam: duurzame duurzaamheid
    toegankelijk: toegankelijke toegankelijkheid
    woning: woningen koopwoningen
    netwerk: netwerken kennisnetwerk
    Gent: Gent gent
    Roeselare: roeselare
"""

# What is typed, then what it must not find.
NOT_FOUND = """
    gemeente: gemeen gemeend menen
    gemeen: gemeente gemeenschap gemeenteraad
    raad: radio raadsel radijs
    raadsel: raad
    radio: raad raden
    plan: planeet plant planten plank
    planeet: plan plannen
    wil: wilde wild
    wilde: wil willen
    bestuurder: bestuur
    bestuur: bestuurder uur stuur best
    uur: bestuur natuur buurt
    overheid: over
    over: overheid overleg
    kwaliteit: kwaal kwalen
    kwaal: kwaliteit
    eenheid: een
    minister: mini
    plaats: plaat platen
    plaat: plaats
    nieuws: nieuw
    net: netheid netwerk
    werk: netwerk
    waarde: waar waarheid
    vers: ver
    lid: leed lied
    leden: leed
    stad: steeds stadion
    kind: kin
    idee: ideaal ideologie
    burger: burgemeester
    burgemeester: burger
    wijk: wijs wijzen week
    buurt: beurt
    beurt: buurt
    heid: overheid veiligheid
    schap: gemeenschap landschap
    loos: werkloos
    baar: betaalbaar openbaar
    ring: hervorming regering
    stem: systeem
    veiling: veilig veiligheid
    meeting: meting
    jong: jongeren
    ouder: ouderen
    schip: schepen
    Brugge: brug bruggen
    brug: Brugge
    Menen: mening gemeend
    Halle: hal
    As: Asse
    Lier: Lierde
    Beersel: Beringen beer
    Gent: Genk agent
    Herne: hernieuwen
    Turnhout: turnen hout
    Diepenbeek: diep
    Oostende: oosten
    wijs: wijziging wijzigen
    wijzen: wijziging
    gel: geld gelden
    laars: handelaars
    hand: handelaars
    mark: markt
    markt: mark
    hit: hitte
    hitte: hit
    gehoor: horen+gehoord
    buur: buurt
    kaar: kaartje
    vaar: vaart
    vaart: varen
    aandacht: aandenken
    opgave: opgaan
    beleid: beleden
    gevoel: uitvoeren voelen
    uitgeven: uitgaan
    ingang: ingediend
    inzet: ingezeten
    aangifte: aangegaan
    gemeente: ingemeten
    geleding: ingeleid
    aanslag: aangelegd
    gebouw: gebouwd+huis
    kinder: kin
    video: vide
    kiezer: kies
    park: parking
    week: weekend
    stal: fietsenstalling
    raam: raming
    stel: stelsel stelling
    verkeer: verkeerde
    bekend: bekennen
"""


def _pairs(table):
    lines = [line.partition(":") for line in table.strip().splitlines()]
    return [(typed.strip(), text.replace("+", " ")) for typed, _colon, texts in lines for text in texts.split()]


# A whole table is one test: pytest takes longer for a test than for a hundred words. It names all words that fail.


def test_a_word_finds_its_forms_and_compounds():
    assert [(typed, text) for typed, text in _pairs(FOUND) if not finds(typed, text)] == []


def test_a_word_does_not_find_another_that_looks_like_it():
    assert [(typed, text) for typed, text in _pairs(NOT_FOUND) if finds(typed, text)] == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("burgerbegrotingen", ("burger", "begrotingen")),
        ("gemeenteraadsleden", ("gemeente", "raad", "leden")),
        ("overheidsparticipatietrap", ("overheid", "participatie", "trap")),
        ("ideeënplatform", ("idee", "platform")),
        ("klimaatactieplan", ("klimaat", "actie", "plan")),
        ("wijk", ()),
        ("bestuurder", ()),
        ("samenwerking", ()),
        ("verantwoordelijkheid", ()),
    ],
)
def test_a_compound_falls_apart_into_its_words(word, expected):
    assert parts(word) == expected


def test_a_compound_is_stemmed_at_its_last_word():
    assert stem("wijkcentra") == stem("wijkcentrum") == "wijkcentrum"


def test_the_tokens_of_a_text_are_stems_and_stems_of_parts():
    assert tokens("De Wijkbudgetten van Gent.") == "zqwijkbudget zqwijk zqbudget zqgent"


@pytest.mark.parametrize("text", ["", "   ", "…!?", "de het een", "\x00"])
def test_a_text_without_words_has_no_tokens(text):
    assert tokens(text) == ""


def test_a_suggestion_completes_inner_words_and_knows_no_accents():
    assert completions("Wijkbudget Gent").split() == ["wijkbudget", "budget", "gent"]
    assert completions("Idéeën").split() == ["ideeen"]
    assert completions("Gemeenteraadsleden").split() == ["gemeenteraadsleden", "raadsleden", "leden"]


NAMES = [
    municipality["name"]
    for municipality in json.loads((Path(reference.__file__).parent / "flanders.json").read_text("utf-8"))[
        "municipalities"
    ]
]


def test_no_municipality_is_taken_for_another():
    assert len(NAMES) == 285
    assert len({tuple(map(stem, words(name))) for name in NAMES}) == 285


@pytest.mark.parametrize("name", ["Gent", "Genk", "Roeselare", "Herne", "Sint-Niklaas", "Leuven", "Brugge", "Zulte"])
def test_the_name_of_a_municipality_stays_as_it_is(name):
    assert [stem(word) for word in words(name)] == words(name)


def test_no_municipality_falls_apart():
    assert [word for name in NAMES for word in words(name) if parts(word)] == []


@pytest.mark.parametrize(
    ("name", "adjective"),
    [
        ("Gent", "gentse"),
        ("Gent", "gents"),
        ("Mechelen", "Mechelse"),
        ("Mechelen", "mechels"),
        ("Brugge", "brugse"),
        ("Oostende", "oostendse"),
        ("Oostende", "oostends"),
        ("Roeselare", "roeselaarse"),
        ("Roeselare", "Roeselaars"),
        ("Kortrijk", "kortrijkse"),
        ("Kortrijk", "kortrijks"),
        ("Leuven", "leuvens"),
        ("Antwerpen", "antwerps"),
        ("Halle", "halse"),
        ("Halen", "halense"),
        ("Landen", "landense"),
    ],
)
def test_an_adjective_of_a_municipality_has_the_stem_of_its_name(name, adjective):
    assert stem(adjective) == stem(name)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Menen", "mens"),
        ("Halle", "hals"),
        ("Bree", "bres"),
        ("Mesen", "mess"),
        ("Lede", "leds"),
        ("Tienen", "tiens"),
        ("Landen", "landschap"),
        ("Nevele", "nevel"),
        ("As", "asse"),
    ],
)
def test_an_everyday_word_or_another_name_is_not_taken_for_an_adjective_of_a_municipality(name, word):
    assert stem(word) != stem(name)


@pytest.mark.parametrize(("word", "plural"), [("land", "landen"), ("meeuw", "meeuwen"), ("rood", "rode")])
def test_a_word_of_which_names_are_made_too_stays_a_word(word, plural):
    assert stem(plural) == stem(word)


@pytest.mark.parametrize("word", ["R2C", "2024", "e", "CLT", "covid19"])
def test_numbers_and_codes_stay_as_they_are(word):
    assert stem(word) == word.lower()


@given(st.text(max_size=10_000))
@tries(200)
def test_any_text_has_tokens(text):
    found = tokens(text).split()
    # A word of n letters has at most n // 3 parts and a stem.
    assert len(found) <= sum(1 + len(word) // 3 for word in words(text))
    assert all(re.fullmatch(rf"{MARK}[^\W_]+", token) for token in found)
    completions(text)


DUTCH_LETTERS = "abcdefghijklmnoprstuvwzáéëïöü"


@given(st.text() | st.text(DUTCH_LETTERS, max_size=60))
@tries(500)
def test_folding_twice_changes_nothing(word):
    assert fold(fold(word)) == fold(word)
    assert stem(fold(word)) == stem(word)


@given(st.lists(st.sampled_from(sorted(HEADS | TAILS)), min_size=1, max_size=12).map("".join))
@tries(500)
def test_parts_are_pieces_of_the_word_in_their_order(word):
    position = 0
    for part in parts(word):
        position = word.index(part, position) + len(part)
    assert stem(word)


def test_a_word_that_could_fall_apart_in_many_ways_is_tried_only_once_from_each_letter():
    dutch._split.cache_clear()
    parts("baan" * (LONGEST_WORD // 4) + "qq")
    assert dutch._split.cache_info().misses <= LONGEST_WORD * LONGEST_WORD


EVERYDAY = """
    aanbesteden adviseert afgesproken afval analyseer bank begraafplaats belasting besteden besteed betrokken bezocht
    bib bibliotheek bomen buren bushalte buurt carnaval communiceer compost cultuur digitaliseer diversiteit
    eenzaamheid energie enquête fiets geluidsoverlast georganiseerd geveltuin goedgekeurd groen heule hond huis
    inburgering jeugdhuis kermis kinderen klimaat lantaarn luchtkwaliteit mantelzorg markt moestuin omvormen ombudsman
    onderhoudt ontharding ontworpen organiseer overlegd parking pleintje rommelmarkt school schoolstraat senioren
    speelplein speeltuin sport straatfeest taal toegankelijker trage uitgevoerd uurrooster veilig vergunning verkozen
    verzameld verkeersveiligheid voedsel voetpad volkstuin voorstanders warmtenet water wegen wijkagent wonen woningen
    zorg zwembad
"""


def test_everyday_words_are_known():
    assert [word for word in EVERYDAY.split() if not dutch.is_known(word)] == []


MISTYPED = """
    begrotting bewonesr budegt burgerpannel burgres enquette gemente inspraka jongern leefstratten mobilteit
    partcipatie verkeerr vrijwiligers wijkbuget
"""


def test_mistyped_words_are_not_known():
    assert [word for word in MISTYPED.split() if dutch.is_known(word)] == []


def test_a_verb_is_one_word_in_the_first_person_and_the_infinitive():
    assert [verb for verb, first_person in VERBS.items() if stem(verb) != stem(first_person)] == []


def test_every_exception_is_its_own_stem():
    """So that a stem that somebody types is found as well."""
    assert {form: stem for form, stem in STEMS.items() if STEMS.get(stem) != stem} == {}


def test_every_listed_form_has_the_stem_of_its_word():
    assert {form: word for form, word in FORMS.items() if form not in STEMS and stem(form) != stem(word)} == {}


def test_lists_are_folded():
    assert {
        word for word in {*HEADS, *TAILS, *STEMS, *STOP_WORDS, *FORMS, *other_words()} if fold(word) != word
    } == set()
    assert unicodedata.is_normalized("NFC", MARK)
