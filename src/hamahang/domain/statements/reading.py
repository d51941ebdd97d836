"""From a text to its claims: figures with what they count, where, when, how surely, and who said so.

`read_claims` is the whole of reading. It is pure: the same text and day give the same reading.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hamahang.domain.statements import kinds, lexicon
from hamahang.domain.statements.attaching import ALSO, Attacher
from hamahang.domain.statements.besides import is_in_title
from hamahang.domain.statements.carrying import Carrier
from hamahang.domain.statements.claims import Alternative, Claim, Number, Reach, Reading, Span, Unread
from hamahang.domain.statements.denying import Clause
from hamahang.domain.statements.doubting import doubted
from hamahang.domain.statements.homes import home_of, speaks_of_a_province
from hamahang.domain.statements.kinds import Classifier, Figure
from hamahang.domain.statements.lexicon import Hit, Hits
from hamahang.domain.statements.modality import Mood
from hamahang.domain.statements.naming import is_coded
from hamahang.domain.statements.nearby import Nearby
from hamahang.domain.statements.ones import Ones
from hamahang.domain.statements.periods import PeriodReader
from hamahang.domain.statements.periodwords import MONTHS, Period, shifted
from hamahang.domain.statements.phrases import find_phrases
from hamahang.domain.statements.places import COUNTRY, Place, find_places, together, without_seats
from hamahang.domain.statements.predicates import with_predicates
from hamahang.domain.statements.quantities import Measurer, Quantity
from hamahang.domain.statements.settling import Settler
from hamahang.domain.statements.sides import Noun
from hamahang.domain.statements.speakers import Speaker, find_speakers
from hamahang.domain.statements.states import NEGATIVE
from hamahang.domain.statements.tokens import WORD, Tokens, tokenise
from hamahang.domain.statements.topics import Topics
from hamahang.domain.statements.unnamed import DIMENSIONS
from hamahang.domain.statements.uptonow import TO_COME, UpToNow
from hamahang.domain.statements.verbs import FUTURE, find_verbs
from hamahang.domain.text import clean

COUNTRYWIDE = Place(0, 0, COUNTRY, "ایران", is_given=False)  # what a minister says without a place
SOON = timedelta(days=60)  # «هفته دولت» said a fortnight before is the one to come
GATES = frozenset({"گمرک", "بازارچه", "مرز", "پایانه"})
NO_NAMES = frozenset({"این", "ان", "مرزی", "استان", "شهرستان", "کشور", "های", "ها", "مشترک", "رسمی"})
LACKING = "lacking"  # what the verb says the counted have not: «۴۰ واحد آب ندارند»
SAYS_NOT = NEGATIVE | {"inactive", LACKING}  # states whose own verb is denied: «اجرا نشده است», «فعالیت ندارند»
THERE = frozenset({"reserve", "damage", "population"})  # how much of it there is can only be estimated
NOT_CLAIMED = frozenset({"duration", "engine"})  # dimensions that are understood and are no claims


def read_claims(text: str, *, day: date) -> Reading:
    """Return the claims of a text, with everything that looks like a figure and was not understood.

    day: when it was said; relative periods are counted from it
    """
    return _Reader(text, day).reading()


def is_word(word: str) -> bool:
    """Return whether a word is one that a preposition may be glued to."""
    return word in MONTHS or lexicon.is_known(word)


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str, day: date) -> None:
        self.raw, self.day = text, day
        self.tokens: Tokens = tokenise(text, is_word)
        every = self.tokens.all
        self.hits: Hits = lexicon.find(every)
        self.figures = Classifier(every, self.hits, day).figures(find_phrases(every))
        self.quantities = Measurer(every, self.hits).quantities(self.figures)
        places = find_places(every, self.hits)
        self.is_of_province = speaks_of_a_province(every)
        self.speakers = find_speakers(every, self.tokens.sentences, self.hits)
        self.topics = Topics(every, places)
        self.offices = self._offices(places)
        self.home = home_of(
            without_seats(places, every), is_of_province=self.is_of_province, offices=self.offices,
            work=self.topics.about, is_taken_up=self.topics.is_taken_up,
            titles={place.first for place in places if is_in_title(every, place.first)},
        )  # fmt: skip
        about = self.topics.about
        self.is_at_work = self.home is not None and about is not None and self.home.code == about.code
        self.places = together([place for place in places if not place.is_body], every)
        self.periods = PeriodReader(every, self.figures, self.hits, day, places).periods()
        self.verbs = find_verbs(every)
        self.attacher = Attacher(every, self.hits, self.quantities, self.verbs, self.places, self.periods)
        self.carrier = Carrier(self.tokens, self.quantities, self.attacher)
        self.nouns = self.carrier.nouns()
        self.ones = Ones(self.carrier)
        self.mood = Mood(every, self.hits, with_predicates(every, self.hits, self.verbs))
        self.settler = Settler(self.tokens, self.hits, self.mood.text)
        self.up_to_now = UpToNow(every, self.periods, self.verbs, day)
        self.in_period = self.attacher.in_period
        self.nearby = Nearby(self.hits, self.quantities, self.nouns, self.verbs)
        self.denied_by_state = {
            at for hit in self.hits["states"].values() if hit.code in SAYS_NOT for at in range(hit.first, hit.last)
        }

    def _offices(self, places: Sequence[Place]) -> list[Place]:
        """Return the places that the titles of speakers name."""
        spoken = {(quoted.speaker.first, quoted.speaker.last) for quoted in self.speakers if quoted.speaker}
        every = self.tokens.all
        titles = {at for first, last in spoken if every[first].text != "نماینده" for at in range(first, last)}
        return [place for place in places if place.first in titles]

    def cut(self, first: int, last: int) -> str:
        """Return the text of tokens as given."""
        start, end = self.tokens.span(first, last)
        return self.raw[start:end]

    def reading(self) -> Reading:
        """Return what was read."""
        found, unknown = self._claims()
        spans = [self.tokens.span(*sentence) for sentence in self.tokens.sentences]
        claims, doubtful = doubted(self.raw, found, spans)
        unread = sorted((*unknown, *doubtful), key=lambda each: each.start)
        return Reading(
            self.raw, self.day, tuple(self._numbers()), tuple(claims), tuple(unread),
            tuple(spans),
        )  # fmt: skip

    # --- numbers ---

    def _numbers(self) -> list[Number]:
        owner = {figure.first: quantity for quantity in self.quantities for figure in quantity.figures}
        return [self._number(figure, owner.get(figure.first)) for figure in self.figures]

    def _number(self, figure: Figure, quantity: Quantity | None) -> Number:
        start, end = self.tokens.span(figure.first, figure.last)
        literal = figure.phrase.value
        if quantity is None:
            return Number(start, end, self.raw[start:end], literal, literal, figure.kind)
        value, is_part = self._value(figure, quantity), figure.kind == kinds.FRACTION
        ends = {
            end for low, high, why in quantity.others if why != "own_scale" for end in (low, high) if end is not None
        }
        return Number(
            start, end, self.raw[start:end], value, literal, self._kind(figure, quantity), quantity.unit,
            quantity.comparator, figure.phrase.scale if is_part else 1,
            others=() if is_part or len(quantity.figures) > 1 else tuple(sorted(ends)), until=figure.phrase.until,
        )  # fmt: skip

    def _value(self, figure: Figure, quantity: Quantity) -> Decimal | None:
        if figure.kind == kinds.FRACTION or figure.phrase.until is not None:
            return figure.phrase.value
        if len(quantity.figures) == 1:
            return quantity.low if quantity.low is not None else quantity.high
        return quantity.values[quantity.figures.index(figure)]

    def _kind(self, figure: Figure, quantity: Quantity) -> str:
        if figure.kind != kinds.COUNT:
            return figure.kind
        kind = {"person": "count", "classifier": "count", "count": "count", "foreign": "money"}.get(quantity.dimension)
        if quantity.unit == "year" and self.tokens.all[quantity.last].text == "ساله":
            return "age"
        return kind or (
            quantity.dimension if quantity.dimension in ("money", "percent", "duration", "fold") else "measure"
        )

    # --- claims ---

    def _claims(self) -> tuple[list[Claim], list[Unread]]:
        nouns = self.nouns
        claims: list[Claim] = []
        unread: list[Unread] = []
        for index, quantity in enumerate(self.quantities):
            sentence_at = self.carrier.sentence_of(quantity.first)
            noun = nouns[index]
            is_size = quantity.dimension in NOT_CLAIMED or self.attacher.is_load(quantity)
            if is_size or quantity.first in self.in_period:
                continue
            if noun is None or not self.ones.is_claim(index, nouns):
                if quantity.figures[0].kind != kinds.ONE:
                    unread.append(self._unread(index, quantity))
                continue
            claims.append(self._claim(index, quantity, noun, sentence_at))
        return claims, unread

    def _unread(self, index: int, quantity: Quantity) -> Unread:
        start, end = self.tokens.span(quantity.first, quantity.last)
        after = self.attacher.word_after(index)
        noun = self.cut(*after) if after else ""
        is_part = quantity.figures[0].kind == kinds.FRACTION
        low, high = (None, None) if is_part else (quantity.low, quantity.high)
        return Unread(
            start, end, self.raw[start:end], low, high, quantity.unit, quantity.comparator, noun,
            "fraction" if is_part else "counted_unknown",
        )  # fmt: skip

    def _claim(self, index: int, quantity: Quantity, noun: Noun, sentence_at: int) -> Claim:
        sentence = self.tokens.sentences[sentence_at]
        quoted = self.speakers[sentence_at]
        place = self.attacher.place(index, sentence, quoted)
        period = self.attacher.period(index, sentence, quoted.said)
        period = period or self._period_gone_on(index, noun, sentence_at)
        state = self.attacher.state(index, sentence, noun)
        clause = self.mood.clause(quantity.first, quantity.end, sentence)
        period = period or self.attacher.period_referred(index, noun, sentence, quoted.said, clause.verb)
        period = self.attacher.unless_described(period, index, noun)
        period = self.up_to_now.period(period, clause, quantity.first, sentence)
        modality = self._modality(index, clause, noun, period, state)
        if modality == "done" and period is not None and period.last is None and (period.first or self.day) < self.day:
            period = replace(period, last=self.day)  # «در دولت چهاردهم»
        if (
            modality == "target"
            and period is not None
            and period.is_until
            and (None, self.day) == (period.first, period.last)
        ):
            period = None  # «تاکنون ۱۷۰۰ واحد از ۲۰۰۰ واحد هدف‌گذاری شده …» says no deadline
        if modality == "done" and period is not None and self._is_to_come(period, clause):
            period = None  # «در دهه فجر ۱۲ طرح افتتاح می‌شود که ۹ میلیارد برای آنها هزینه شده است»
        is_later = modality == "promise" or (clause.verb is not None and clause.verb.tense == FUTURE)
        if is_later and period is not None and self._is_over(period, clause):
            period = None
        said = self._state(state, index, sentence, noun)
        is_lack = not self._is_state(clause, state) and self._is_lack(index, clause)
        lack = (LACKING,) if modality == "done" and is_lack else ()
        start, end = self.tokens.span(quantity.first, quantity.last)
        speaker = quoted.speaker
        if place and noun.code in ("province_count", "country_count") and place.last <= quantity.first:
            place = None  # «در یزد آغاز شد و ۲۰ استان …»
        if place is None or place.code == COUNTRY or self.attacher.is_of_title(place, quoted):
            place = self.topics.place(sentence[0], quantity.first, self.attacher.right_end(index, sentence)) or place
        if place is not None and self.is_at_work and self.attacher.is_of_title(place, quoted):
            place = self.home
        if place is None:
            place = self.attacher.place_taken_up(index, self.tokens.sentences, sentence_at)
        if place is None and not self._is_elsewhere(index, sentence):
            place = self._place_of(speaker)
        return Claim(
            start=start, end=end, text=self.raw[start:end], low=quantity.low, high=quantity.high,
            unit=self._unit(quantity, noun), counted=self._counted(noun),
            state=said or next(iter(lack), None), comparator=quantity.comparator,
            place=place.name if place else None, place_code=place.code if place else None,
            is_place_given=bool(place and place.is_given and sentence[0] <= place.first < sentence[1]),
            period=self._reach(period, modality), modality=modality,
            alternatives=tuple(Alternative(low, high, why) for low, high, why in quantity.others),
            measure=self.attacher.change(index, sentence, noun), noun=self.tokens.span(noun.first, noun.last),
            speaker=self.cut(speaker.first, speaker.last) if speaker else None,
            programme=self.nearby.code("programmes", index, sentence),
            sector=self.nearby.code("sectors", index, sentence), agency=self.nearby.code("agencies", index, sentence),
            compared_with=self._reach(self.attacher.compared(index, sentence), modality),
            states=tuple(dict.fromkeys((*(hit.code for hit in self.attacher.own_states(index, sentence)), *lack))),
            clause=self.tokens.span(clause.first, max(clause.last, clause.first + 1)), sentence=sentence_at,
            numbers=tuple(self.tokens.span(figure.first, figure.last) for figure in quantity.figures),
            is_former=quantity.is_from,
        )  # fmt: skip

    def _modality(self, index: int, clause: Clause, noun: Noun, period: Period | None, state: Hit | None) -> str:
        """Return how surely a figure is said, with what it is of."""
        quantity = self.quantities[index]
        modality = self.mood.modality(
            clause, (quantity.first, quantity.end), after=self._after(index), is_later=self._is_later(period),
            is_share=quantity.dimension == "percent", is_state=self._is_state(clause, state),
        )  # fmt: skip
        if modality == "forecast" and noun.code in THERE and self._is_there(clause, period):
            return "done"
        at = self.carrier.sentence_of(quantity.first)
        modality = self.settler.settled(modality, clause, (quantity.first, quantity.end), noun, at)
        # «۵۰ طرح دارای بیش از ۶۰ درصد پیشرفت تکمیل خواهد شد»
        is_had = noun.code == "physical_progress" and self.mood.is_had(quantity.first)
        return "done" if modality != "denied" and (is_had or quantity.is_from) else modality

    def _is_state(self, clause: Clause, state: Hit | None) -> bool:
        """Return whether the denied verb of a clause only says a state."""
        is_denied = state is not None and state.code in NEGATIVE
        return clause.verb is not None and (clause.verb.first in self.denied_by_state or is_denied)

    def _is_there(self, clause: Clause, period: Period | None) -> bool:
        """Return whether an estimate is of what is there: «ذخیره این کانسار ۲ میلیون تن تخمین زده می‌شود»."""
        is_later = period is not None and period.last is not None and period.last > self.day
        return (
            not is_later
            and self.mood.is_estimate(*(clause.before or (0, 0)))
            and self.mood.is_estimate(clause.first, clause.last)
        )

    def _is_to_come(self, period: Period, clause: Clause) -> bool:
        """Return whether a period is that of a clause before, in which something is yet to happen."""
        if period.last is None or period.last <= self.day:
            return False
        if period.at >= clause.first:
            return period.is_until and period.at >= clause.last  # of what goes on with «و تا پایان سال …»
        verb = self.mood.verb_before(clause.first)
        is_later = period.first is None or period.first > self.day or period.last - period.first < SOON
        return is_later and verb is not None and verb.tense in TO_COME

    def _is_over(self, period: Period, clause: Clause) -> bool:
        """Return whether a period is of what was done before: «در بهار ۹ جواز صادر شد و ۶ نفر … خواهند شد»."""
        return period.last is not None and period.last < self.day and period.at < clause.first

    def _period_gone_on(self, index: int, noun: Noun, sentence_at: int) -> Period | None:
        """Return the period of the sentence before for «۱۵ میلیون دلار نیز از بازارچه چیلات بود»."""
        quantity, first = self.quantities[index], self.tokens.sentences[sentence_at][0]
        end = noun.last if noun.first == quantity.end else quantity.end
        is_beside, goes_on = self.attacher.is_beside(first, quantity.first), self.attacher.text(first - 1) == "؛"
        is_also = is_beside or self.attacher.text(end) in ALSO
        while (goes_on or is_beside) and index > 0 and self.quantities[index - 1].first >= first:
            index -= 1
        before = self.quantities[index - 1].first if index else -1
        of = self.nouns[index - 1] if index else None
        if of is None or self.carrier.sentence_of(before) != sentence_at - 1:
            return None
        if not (goes_on and (is_also or of.code == noun.code)) and not (is_also and of.is_alike(noun)):
            return None
        return self.attacher.period(
            index - 1, self.tokens.sentences[sentence_at - 1], self.speakers[sentence_at - 1].said
        )

    def _is_elsewhere(self, index: int, sentence: Span) -> bool:
        """Return whether a figure is of a gate that no table has, and not of the county the text is about."""
        if self.home is None or not self.home.code.startswith("county"):
            return False
        words = range(self.quantities[index].end, self.attacher.right_end(index, sentence))
        text, every = self.attacher.text, self.tokens.all
        gates = (at for at in words if text(at) in GATES and text(at - 1) in ("از", "در", "به"))
        named = (at + 1 for at in gates if at + 1 < sentence[1] and every[at + 1].kind == WORD)
        return any(text(at) not in NO_NAMES and at not in self.attacher.verb_at for at in named)

    def _place_of(self, speaker: Speaker | None) -> Place | None:
        """Return the place of a figure that names none: the country of a minister's, else what the text is about."""
        if speaker is None:
            return self.home
        if (own := self.topics.headed(speaker.first, speaker.last) or self._office_of(speaker)) is not None:
            return own
        title = [token.text for token in self.tokens.all[speaker.first : speaker.last]]
        is_of_country = self.home is None and not self.is_of_province and bool({"ایران", "کشور"}.intersection(title))
        is_of_ministry = bool({"وزارت", "وزیر"}.intersection(title[:4]))  # «معاون وزارت تعاون»
        is_of_country = is_of_country or is_of_ministry or speaker.role in ("minister", "president")
        return COUNTRYWIDE if is_of_country else self.home

    def _office_of(self, speaker: Speaker) -> Place | None:
        """Return what a speaker is the head of, where heads of several places speak one after the other."""
        if len({place.code for place in self.offices}) < 2:
            return None
        own = (place for place in self.offices if speaker.first <= place.first < speaker.last)
        return next((replace(place, is_given=False) for place in own if place.code != COUNTRY), None)

    def _state(self, state: Hit | None, index: int, sentence: Span, noun: Noun) -> str | None:
        """Return the code of a state that what is counted can be in.

        Goods that are «صادر» are not issued but exported; that a plant was opened is not said of its jobs.
        """
        if state is None or (noun.code == "export" and state.code == "issued"):
            return None
        of = {"money": "money", "person": "persons"}.get(DIMENSIONS.get(noun.code, ""), "things")
        said = (state, *self.attacher.own_states(index, sentence))
        return next((hit.code for hit in said if of in lexicon.rows("states")[hit.row]["of"]), None)

    def _is_lack(self, index: int, clause: Clause) -> bool:
        """Return whether a figure is the last before a verb that says what the counted have not."""
        figure, verb = self.quantities[index], clause.verb
        is_last = verb is not None and self._after(index) >= verb.first
        is_part = self.attacher.text(figure.first - 1) == "از"  # «نیمی از ۱۶۰ واحد تولیدی نیستند»
        return verb is not None and is_last and not is_part and self.mood.is_lack(verb, (figure.first, figure.end))

    def _unit(self, quantity: Quantity, noun: Noun) -> str:
        if quantity.unit is not None and quantity.dimension not in ("classifier",):
            return quantity.unit
        is_of_persons = DIMENSIONS.get(noun.code) == "person" and noun.code not in ("job", "commitment")
        return "person" if is_of_persons or noun.code == "position" else self._counted(noun)

    def _counted(self, noun: Noun) -> str:
        """Return the code of what is counted, the word of the text where there is none."""
        return noun.code if is_coded(noun.code) else clean(self.cut(noun.first, noun.last))

    def _after(self, index: int) -> int:
        """Return where the figure after one begins."""
        return self.quantities[index + 1].first if index + 1 < len(self.quantities) else len(self.tokens.all)

    def _is_later(self, period: Period | None) -> bool:
        """Return whether a period lies ahead; one that has begun may be spoken of as it stands."""
        if period is None or period.last is None or period.last <= self.day:
            return False
        return period.first is None or (period.first > self.day and period.first != period.last)

    def _reach(self, period: Period | None, modality: str) -> Reach | None:
        """Return a period's days; a month without a year that is said to be over is the last one."""
        if period is None or (period.first is None and period.last is None):
            return None
        first, last = period.first, period.last
        begin = first or last
        is_over = modality in ("done", "denied") and begin is not None and begin - self.day > SOON
        if not period.has_year and is_over:
            first, last = (shifted(day, -1, is_end=day == last) if day else None for day in (first, last))
        return Reach(first, last, self.cut(period.at, period.end))
