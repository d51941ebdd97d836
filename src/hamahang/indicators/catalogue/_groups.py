"""The subjects that figures are listed under, in the order of the briefing."""

from hamahang.domain.text import Text

ESTATES = Text(fa="شهرک‌ها و نواحی صنعتی", en="Estates and zones")
UNITS = Text(fa="واحدهای تولیدی", en="Production units")
RETURNS = Text(fa="آمار ماهانه", en="Monthly returns")
AFFECTED = Text(fa="واحدهای تأثیرپذیر", en="Affected units")
IDLE = Text(fa="احیای واحدهای راکد", en="Revival of idle units")
CASES = Text(fa="موانع، طرح‌ها و واگذاری", en="Obstacles, projects and takeovers")
SUPPORT = Text(fa="تسهیلات", en="Credit facilities")
REQUESTS = Text(fa="درخواست‌های حمایت", en="Requests for support")
PROJECTS = Text(fa="طرح‌ها", en="Projects")
VISITS = Text(fa="بازدیدها", en="Visits")
JOBS = Text(fa="اشتغال", en="Jobs")
BOARD = Text(fa="مصوبات", en="Resolutions")

MINES = Text(fa="معادن", en="Mines")
LICENCES = Text(fa="جوازها و پروانه‌ها", en="Permits and licences")
INFRASTRUCTURE = Text(fa="نیاز زیرساختی", en="Needs of infrastructure")
ORDER = (
    *(
        ESTATES,
        UNITS,
        RETURNS,
        AFFECTED,
        IDLE,
        CASES,
        VISITS,
        REQUESTS,
        SUPPORT,
        PROJECTS,
        LICENCES,
        INFRASTRUCTURE,
        MINES,
        JOBS,
    ),
    BOARD,
)
