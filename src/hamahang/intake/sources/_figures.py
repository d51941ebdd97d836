"""Figures that lists of promises name, by their code, with the words that offices use for them.

This room lies below the catalogue of figures: a test holds the codes and units here against it.
"""

FIGURES = {
    "jobs_verified": ("اشتغال تأییدشده", "اشتغال", "شغل", "ایجاد شغل", "jobs"),
    "idle_units_restarted": ("واحد بازگشته به تولید", "احیای واحد راکد", "واحد احیاشده", "احیای واحدهای راکد", "units revived"),
    "revivals_durable": ("احیای پایدار", "durable revivals"),
    "units_active": ("واحد فعال", "واحدهای فعال", "active units"),
    "takeovers_done": ("واگذاری واحد", "واحد واگذارشده", "takeovers"),
    "obstacles_removed": ("رفع مانع", "مانع رفع‌شده", "obstacles removed"),
    "projects_operating": ("طرح به بهره‌برداری رسیده", "بهره‌برداری طرح", "افتتاح طرح", "projects operating"),
    "spatial_plan_projects_approved": ("طرح مصوب آمایش", "spatial plan projects approved"),
    "facilities_paid": ("تسهیلات پرداختی", "پرداخت تسهیلات", "facilities paid"),
    "facilities_contracted_amount": ("تسهیلات قراردادبسته", "مبلغ قرارداد تسهیلات", "facilities contracted"),
    "targeted_subsidies_facilities_paid": ("تسهیلات هدفمندسازی", "تسهیلات قانون هدفمندسازی", "targeted subsidies facilities paid"),
    "spatial_plan_investment": ("سرمایه‌گذاری طرح‌های آمایش", "spatial plan investment"),
    "royalties_paid": ("حقوق دولتی پرداختی", "royalties paid"),
    "active_estates": ("شهرک صنعتی فعال", "شهرک فعال", "active estates"),
    "active_zones": ("ناحیهٔ صنعتی فعال", "ناحیه فعال", "active zones"),
    "estates_with_power": ("شهرک دارای برق", "estates with power"),
    "estates_with_water": ("شهرک دارای آب", "estates with water"),
    "estates_with_gas": ("شهرک دارای گاز", "estates with gas"),
    "licences_new": ("پروانهٔ بهره‌برداری تازه", "صدور پروانه بهره‌برداری", "new licences"),
    "mines_active": ("معدن فعال", "active mines"),
    "tonnes_extracted": ("استخراج معادن", "استخراج", "تن استخراج", "tonnes extracted"),
    "visits_made": ("بازدید", "بازدید انجام‌شده", "visits"),
    "resolutions_done_verified": ("مصوبهٔ اجراشده", "اجرای مصوبه", "resolutions done"),
    "units_idle": ("واحد راکد", "واحدهای راکد", "شمار واحدهای راکد", "idle units"),
    "units_underused": ("واحد نیمه‌فعال", "واحدهای نیمه‌فعال", "under-used units"),
    "obstacles_open": ("مانع باز", "مانع تولید باز", "open obstacles"),
    "requests_open": ("درخواست باز", "open requests"),
    "claims_overdue": ("مطالبات معوق", "overdue claims"),
    "instalments_overdue": ("قسط عقب‌افتاده", "اقساط معوق", "instalments overdue"),
    "projects_stopped": ("طرح متوقف", "طرح‌های متوقف", "projects stopped"),
    "resolutions_overdue": ("مصوبهٔ عقب‌افتاده", "مصوبات عقب‌افتاده", "resolutions overdue"),
}  # fmt: skip
# less of these is wished: what is promised of them is the most there may be
AT_MOST = frozenset(
    {
        "units_idle", "units_underused", "obstacles_open", "requests_open", "claims_overdue", "instalments_overdue",
        "projects_stopped", "resolutions_overdue",
    }
)  # fmt: skip
IN_RIALS = frozenset(
    {
        "facilities_paid", "facilities_contracted_amount", "targeted_subsidies_facilities_paid", "spatial_plan_investment",
        "royalties_paid", "claims_overdue", "instalments_overdue",
    }
)  # fmt: skip
