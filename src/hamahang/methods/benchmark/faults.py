"""What keeps areas from being compared: each said in both languages, with its place and the repair."""

from hamahang.domain.text import Text, to_persian_digits


def shown(value: float) -> Text:
    """Return a number with up to six digits that matter, in both languages' digits."""
    text = f"{value:.6g}"
    fa = to_persian_digits(text).replace(".", "٫").replace("-", "\u200e−")
    return Text(fa=fa, en=text)


class Unfit(Exception):
    """Data that cannot be compared as they are; `said` tells their sender why and what to do."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.en)


class TooFewAreas(Unfit):
    def __init__(self, count: int) -> None:
        self.count = count
        said = Text(
            fa="{count} ناحیه برای سنجش کم است؛ دست‌کم دو ناحیه بیاورید.",
            en="{count} area(s) cannot be compared; give at least two.",
        )
        super().__init__(said.format(count=count))


class NoIndicators(Unfit):
    def __init__(self) -> None:
        super().__init__(Text(fa="هیچ شاخصی نیامده است.", en="There is no indicator."))


class NamedTwice(Unfit):
    def __init__(self, name: str, places: tuple[int, int]) -> None:
        self.name, self.places = name, places
        said = Text(
            fa="«{name}» دو بار آمده است (شمارهٔ {first} و {second})؛ یکی را بردارید یا نامش را روشن کنید.",
            en="{name!r} stands twice (numbers {first} and {second}); take one away or tell them apart.",
        )
        super().__init__(said.format(name=name, first=places[0], second=places[1]))


class NothingKnown(Unfit):
    def __init__(self, name: str) -> None:
        self.name = name
        said = Text(
            fa="برای «{name}» هیچ مقداری نیامده است؛ آن را کنار بگذارید یا مقدارهایش را بیاورید.",
            en="Nothing is known of {name!r}; leave it out or bring its values.",
        )
        super().__init__(said.format(name=name))


class NoDifference(Unfit):
    def __init__(self, indicator: str, value: float) -> None:
        self.indicator, self.value = indicator, value
        said = shown(value)
        super().__init__(
            Text(
                fa=f"شاخص «{indicator}» برای همه یکسان است ({said.fa}) و چیزی را از هم جدا نمی‌کند؛ کنارش بگذارید.",
                en=f"The indicator {indicator!r} is the same for all ({said.en}) and tells none apart; leave it out.",
            )
        )


class NotANumber(Unfit):
    def __init__(self, area: str, indicator: str) -> None:
        self.area, self.indicator = area, indicator
        said = Text(
            fa="مقدار «{indicator}» برای «{area}» عددی کران‌دار نیست؛ عدد را بنویسید یا خانه را خالی بگذارید.",
            en="The value of {indicator!r} for {area!r} is no finite number; write it, or leave the cell empty.",
        )
        super().__init__(said.format(area=area, indicator=indicator))


class ValueMissing(Unfit):
    def __init__(self, area: str, indicator: str, count: int) -> None:
        self.area, self.indicator, self.count = area, indicator, count
        said = Text(
            fa="{count} مقدار نیامده است، نخستین آن‌ها «{indicator}» برای «{area}»؛ بیاورید یا قاعده‌ای برگزینید.",
            en="{count} value(s) are missing, the first is {indicator!r} for {area!r}; bring them or choose a rule.",
        )
        super().__init__(said.format(count=count, area=area, indicator=indicator))


class NotAboveZero(Unfit):
    """A method that divides by values or takes their logarithm met one that is zero or less."""

    def __init__(self, area: str, indicator: str, value: float, method: str) -> None:
        self.area, self.indicator, self.value, self.method = area, indicator, value, method
        said = shown(value)
        super().__init__(
            Text(
                fa=f"روش {method} عدد بزرگ‌تر از صفر می‌خواهد؛ «{indicator}» برای «{area}» برابر {said.fa} است. "
                "روش دیگری برگزینید یا شاخص را از نو تعریف کنید.",
                en=f"{method} needs numbers above zero; {indicator!r} for {area!r} is {said.en}. "
                "Choose another method, or define the indicator otherwise.",
            )
        )


class BelowZero(Unfit):
    def __init__(self, area: str, indicator: str, value: float) -> None:
        self.area, self.indicator, self.value = area, indicator, value
        said = shown(value)
        super().__init__(
            Text(
                fa=f"«{indicator}» برای «{area}» منفی است ({said.fa})؛ اینجا سهم‌ها شمرده می‌شوند و منفی معنا ندارد.",
                en=f"{indicator!r} for {area!r} is negative ({said.en}); in shares nothing is below 0.",
            )
        )


class WeightWithoutIndicator(Unfit):
    def __init__(self, name: str) -> None:
        self.name = name
        said = Text(
            fa="وزن «{name}» شاخصی ندارد؛ نامش را مانند سرستون بنویسید.",
            en="The weight {name!r} has no indicator; write its name as in the heading.",
        )
        super().__init__(said.format(name=name))


class IndicatorWithoutWeight(Unfit):
    def __init__(self, name: str) -> None:
        self.name = name
        said = Text(
            fa="شاخص «{name}» وزن ندارد؛ وزنش را بنویسید (صفر هم می‌شود).",
            en="The indicator {name!r} has no weight; write one (0 is possible).",
        )
        super().__init__(said.format(name=name))


class WeightBelowZero(Unfit):
    def __init__(self, name: str, value: float) -> None:
        self.name, self.value = name, value
        said = shown(value)
        super().__init__(
            Text(
                fa=f"وزن «{name}» منفی است ({said.fa})؛ جهت شاخص را با + و − بگویید، نه با وزن.",
                en=f"The weight of {name!r} is negative ({said.en}); say the direction with + and −, not with weights.",
            )
        )


class WeightNotANumber(Unfit):
    def __init__(self, name: str) -> None:
        self.name = name
        said = Text(
            fa="وزن «{name}» عددی کران‌دار نیست؛ عدد را بنویسید.",
            en="The weight of {name!r} is no finite number; write one.",
        )
        super().__init__(said.format(name=name))


class WeightsDoNotSum(Unfit):
    def __init__(self, total: float) -> None:
        self.total = total
        said = shown(total)
        if not total:
            super().__init__(
                Text(fa="همهٔ وزن‌ها صفر است؛ وزن‌ها را بیاورید.", en="All weights are 0; bring the weights.")
            )
            return
        super().__init__(
            Text(
                fa=f"جمع وزن‌ها {said.fa} است، نه ۱ و نه ۱۰۰؛ هر وزن را بر {said.fa} بخش کنید یا وزن گمشده را بیاورید.",
                en=f"The weights sum to {said.en}, neither 1 nor 100; divide each by that, or bring the absent one.",
            )
        )


class WeightsOfItsOwn(Unfit):
    """Weights came with a method that finds the best ones for each area itself."""

    def __init__(self, method: Text) -> None:
        super().__init__(
            Text(
                fa=f"روش {method.fa} برای هر ناحیه بهترین وزن‌ها را خود می‌یابد؛ وزن ندهید یا روش دیگری برگزینید.",
                en=f"The {method.en} finds the best weights of each area itself; give none, or another method.",
            )
        )


class GoalpostsReversed(Unfit):
    def __init__(self, indicator: str) -> None:
        self.indicator = indicator
        said = Text(
            fa="کران‌های ثابت «{indicator}» وارونه یا برابرند؛ نخست کمترین و سپس بیشترین را بدهید.",
            en="The fixed goalposts of {indicator!r} are reversed or equal; give the lowest first, then the highest.",
        )
        super().__init__(said.format(indicator=indicator))


class NotReciprocal(Unfit):
    """A matrix of judgements in which a over b is not one over b over a."""

    def __init__(self, row: int, column: int) -> None:
        self.row, self.column = row, column
        said = Text(
            fa="داوری‌های زوجی در سطر {row} و ستون {column} وارون هم نیستند؛ یکی باید یک بخش بر دیگری باشد.",
            en="The judgements at row {row}, column {column} do not answer each other; one is 1 over the other.",
        )
        super().__init__(said.format(row=row, column=column))


class NoExactDecomposition(Unfit):
    def __init__(self, method: str) -> None:
        self.method = method
        said = Text(
            fa="فاصله در روش {method} به شاخص‌ها بخش نمی‌شود؛ میانگین‌ها، تاپسیس یا تاکسونومی را بگیرید.",
            en="{method} does not part a gap exactly; take a mean, TOPSIS or the taxonomy.",
        )
        super().__init__(said.format(method=method))


class UnknownName(Unfit):
    """A method, a rule or an area that is not there; `known` are those that are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(
            Text(
                fa=f"«{name}» شناخته نیست؛ این‌ها هست: {'، '.join(known)}",
                en=f"{name!r} is not known; there are: {', '.join(known)}",
            )
        )


class NoNeed(Unfit):
    """An area got something without any need to hold it against."""

    def __init__(self, area: str) -> None:
        self.area = area
        said = Text(
            fa="نیاز «{area}» صفر است ولی سهم گرفته است؛ نیازش را بیاورید.",
            en="{area!r} has no need and yet a share; bring its need.",
        )
        super().__init__(said.format(area=area))


class NothingToShare(Unfit):
    def __init__(self) -> None:
        super().__init__(
            Text(
                fa="جمع آنچه تقسیم شده صفر است؛ سنجشی نیست.", en="Nothing was shared out; there is no balance to tell."
            )
        )


class TooFewPeriods(Unfit):
    def __init__(self, periods: int, areas: int) -> None:
        self.periods, self.areas = periods, areas
        said = Text(
            fa="{periods} دوره و {areas} ناحیه کم است؛ همگرایی دست‌کم دو دوره و چهار ناحیه می‌خواهد.",
            en="{periods} period(s) of {areas} area(s) are too few; convergence needs at least 2 periods and 4 areas.",
        )
        super().__init__(said.format(periods=periods, areas=areas))


class BandEmpty(Unfit):
    """The homogeneity band of the taxonomy left fewer than two areas."""

    def __init__(self, count: int) -> None:
        self.count = count
        said = Text(
            fa="پس از کنار رفتن ناهمگن‌ها {count} ناحیه می‌ماند؛ کنار گذاشتن را خاموش کنید.",
            en="The homogeneity band leaves {count} area(s); turn the removal off.",
        )
        super().__init__(said.format(count=count))
