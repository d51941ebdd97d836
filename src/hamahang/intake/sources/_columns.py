"""Columns that several lists share, with the headings the field uses for them."""

from hamahang.domain.lists.intake import Column, Kind

LICENCE_TITLES = (
    "شماره پروانه", "شماره پروانه بهره‌برداری", "پروانه", "شماره مجوز", "شماره پروانه/جواز", "ش پروانه",
    "شماره پروانه واحد", "ش.پروانه", "کد پروانه", "شماره پروانه صنعتی", "licence no", "licence number", "licence_no",
)  # fmt: skip
NAME_TITLES = (
    "نام واحد", "نام واحد تولیدی", "واحد", "عنوان واحد", "نام واحد صنعتی", "نام متقاضی", "واحد تولیدی", "نام کارخانه",
    "نام", "نام شرکت/واحد", "نام شرکت یا واحد", "نام بنگاه", "عنوان بنگاه", "نام واحد متقاضی",
    "unit", "unit name", "name",
)  # fmt: skip
LICENCE = Column("licence_no", LICENCE_TITLES, longest=40)
NAME = Column("name", NAME_TITLES, required=True, longest=160)
# where a list has no column for the company, its name stands for the unit's
FIRM = Column(
    "name", (*NAME_TITLES, "نام شرکت", "شرکت", "متقاضی", "عنوان شرکت", "نام کارگاه", "company", "company name"),
    required=True, longest=160,
)  # fmt: skip
NATIONAL_ID = Column(
    "national_id",
    (
        "شناسه ملی",
        "شناسه ملی شرکت",
        "شناسه",
        "شناسه ملی واحد",
        "شناسه ملی حقوقی",
        "شناسه حقوقی",
        "legal id",
        "national id",
    ),
    Kind.LEGAL_ID,
)
COUNTY = Column(
    "county",
    ("شهرستان", "نام شهرستان", "محل (شهرستان)", "محل", "شهرستان محل استقرار", "شهرستان محل اجرا", "county"),
    Kind.COUNTY,
    required=True,
)
ESTATE = Column(
    "estate", ("شهرک صنعتی", "شهرک/ناحیه", "شهرک", "شهرک یا ناحیه", "نام شهرک", "ناحیه", "شهرک/ناحیه صنعتی", "estate", "نام شهرک صنعتی",
    "نام شهرک/ناحیه", "شهرک محل استقرار"),
    Kind.ESTATE,
)  # fmt: skip
PRODUCT = Column(
    "product",
    (
        "محصول",
        "نوع محصول",
        "محصول اصلی",
        "محصولات",
        "نوع تولید",
        "product",
        "نام محصول",
        "محصول تولیدی",
        "نوع فعالیت",
        "زمینه فعالیت",
    ),
    longest=160,
)
NOMINAL = Column(
    "nominal_jobs",
    ("اشتغال اسمی", "اشتغال پروانه", "اشتغال (اسمی)", "تعداد اشتغال اسمی", "اشتغال طبق پروانه", "nominal jobs"),
    Kind.WHOLE,
)
