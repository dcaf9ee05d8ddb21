"""Forms that the stemmer brings to the wrong stem: first the stem, then what shares it.

A word stands alone where the stemmer would give it the stem of another: "gemeente" is not "gemeen".
"""

from search.engine.lexicon import PLACES

_GROUPS = """
    academie academies academisch academische
    advies adviezen adviseren adviseer
    afspraak afspraken afspreken afspreek afspreekt afsprak afgesproken
    ambtenaar ambtenaren ambtenaars
    analyse analyses analyseren analyseer
    arm arme armen armoede
    bacterie bacterien
    balans balansen
    basis
    bedrag bedragen
    begin beginnen begint begon begonnen
    bekend bekende bekenden bekendheid
    bekendmaking bekendmakingen bekendmaken bekendmaakt bekendgemaakt bekendgemaakte
    beraad beraden
    beslissing beslissingen beslissen beslis beslist besliste beslisten beslisser beslissers
    besluit besluiten besloot besloten
    bestuur besturen bestuurt bestuurd bestuurlijk bestuurlijke
    bestuurder bestuurders
    betrekken betrek betrekt betrok betrokken betrokkenheid
    bezoek bezoeken bezoekt bezocht bezochte bezochten
    bindend bindende
    blad bladen bladeren
    centrum centra centrums centraal centrale
    communicatie communicaties communiceren communiceer communicatief communicatieve
    congres congressen
    crisis crisissen crises
    criterium criteria criterion
    dag dagen
    dak daken
    deelname deelnames deelnemen deelneemt deelneem deelgenomen deelnam deelnamen
    democratie democratieen democratisch democratische democratiseren democratiseer democratisering
    digitaal digitale digitaliseren digitaliseer digitalisering
    dinsdag dinsdagen
    donderdag donderdagen
    economie economieen economisch economische
    eenheid eenheden
    ei eieren eier
    eigenheid eigenheden
    energie energieen energetisch energetische
    europa europees europese
    forum fora forums
    gat gaten
    gebouw gebouwen
    gebrek gebreken
    geld gelden
    gemeenschap gemeenschappen gemeenschappelijk gemeenschappelijke
    gemeente gemeenten gemeentes gemeentelijk gemeentelijke
    goed goede goeds
    groen groene groener
    groot grote groter grotere grootste
    heraanleg heraanleggen heraangelegd heraangelegde
    herbestemming herbestemmingen herbestemmen herbestemd herbestemde
    herinrichting herinrichtingen herinrichten heringericht heringerichte
    hitte
    hof hoven
    idee ideeen ideetje ideetjes ideele
    inclusie inclusief inclusieve
    industrie industrieen industrieel industriele
    initiatief initiatieven
    inzet inzetten inzette ingezet ingezette
    jong jonge
    kalf kalveren kalver
    keuze keuzes keuzen kiezen kies kiest koos kozen gekozen
    kind kinderen kinder kindje kindjes kinds
    kleed kleren kleding
    kwaliteit kwaliteiten kwalitatief kwalitatieve
    kwantiteit kwantiteiten kwantitatief kwantitatieve
    laagdrempelig laagdrempelige laagdrempeliger laagdrempeligheid
    laboratorium laboratoria laboratoriums
    lam lammeren lammer
    land landen landens landense
    leraar leraren leraars
    lid leden
    lied liederen
    lijden lijdt
    loot loten lot loting lotingen gelote geloot gelootte
    maandag maandagen
    maatschappij maatschappijen maatschappelijk maatschappelijke
    maken maak maakt maakte maakten gemaakt gemaakte
    markt markten
    medewerking meewerken meewerkt meewerkte meewerkten meegewerkt
    meerderheid meerderheden
    meerjarig meerjarige meerjaren
    meester meesters
    meeting meetings
    memorandum memoranda memorandums
    methode methoden methodes methodiek methodieken
    minderheid minderheden
    minister ministers
    ministerie ministeries ministerieel ministeriele
    museum musea museums
    netheid
    netwerk netwerken netwerker netwerkers
    nieuws
    onderwijs
    onderwijzer onderwijzers
    ontharding onthardingen ontharden onthard onthardt ontharde
    ontwerp ontwerpen ontwerpt ontwierp ontwierpen ontworpen
    oorlog oorlogen
    organisatie organisaties organiseren organiseer organisator organisatoren organisatorisch organisatorische
    ouder ouders
    oudere ouderen
    overheid overheden
    overleg overleggen overlegt overlegde overlegden overlegd
    overname overnames overnemen overneemt overgenomen overnam overnamen
    pad paden
    parking parkings
    plaats plaatsen
    plan plannen
    planning planningen
    podium podia podiums
    politiek politieke
    raad raden
    raadsel raadsels
    raming ramingen
    referendum referenda referendums
    schepen schepenen
    slag slagen
    slot sloten
    smid smeden
    spel spelen spellen
    stad steden stadje stadjes
    stalling stallingen
    stelling stellingen
    stelsel stelsels
    stem stemmen stemt stemde stemden gestemd stemming stemmingen stemmer stemmers
    strategie strategieen strategisch strategische
    symposium symposia
    thema themas
    theorie theorieen theoretisch theoretische
    toekenning toekenningen toekennen toekent toekende toegekend toegekende
    universiteit universiteiten universitair universitaire
    vat vaten
    veiligheid veilig veilige veiliger
    veiling veilingen
    veld velden
    verdrag verdragen
    vergaderen vergader vergadert vergaderde vergaderden vergaderd vergadering vergaderingen
    vergroening vergroenen vergroent vergroend vergroende
    verharding verhardingen verharden verhard verhardt verharde
    verkeer
    verkeerd verkeerde
    verkiezing verkiezingen verkiezen verkies verkiest verkoos verkozen verkozene verkozenen
    vers verse
    verslag verslagen
    vlaams vlaamse vlaanderen
    vorm vormen
    vorming vormingen
    vrijdag vrijdagen
    vrijwilliger vrijwilligers vrijwillig vrijwillige
    vzw vzws
    waarde waarden waardes
    waarheid waarheden
    weekend weekends weekenden
    weg wegen
    wet wetten
    wijziging wijzigingen wijzigen wijzig wijzigt wijzigde wijzigden gewijzigd gewijzigde
    wild wilde wilden wildernis
    woensdag woensdagen
    zaterdag zaterdagen
    zitting zittingen
    zondag zondagen
"""

STEMS = PLACES | {form: line.split()[0] for line in _GROUPS.strip().splitlines() for form in line.split()}
