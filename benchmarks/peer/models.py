"""The list of units in one typed table with keys to its county and estate; without history, links or evidence."""

from django.db import models


class FlatCounty(models.Model):
    """A county by its name."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        app_label = "peer"

    def __str__(self) -> str:
        return self.name


class FlatEstate(models.Model):
    """An estate by its name."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        app_label = "peer"

    def __str__(self) -> str:
        return self.name


class FlatUnit(models.Model):
    """What a row says, by column; `licence_no` tells rows apart."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE"
        UNDERUSED = "UNDERUSED"
        IDLE = "IDLE"
        UNDER_CONSTRUCTION = "UNDER_CONSTRUCTION"

    class Licence(models.TextChoices):
        NEW = "NEW"
        EXPANSION = "EXPANSION"

    class Basis(models.TextChoices):
        DECLARED = "DECLARED"
        LISTED = "LISTED"
        SEEN = "SEEN"

    licence_no = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    company = models.CharField(max_length=160, blank=True)
    national_id = models.CharField(max_length=11, blank=True)
    county = models.ForeignKey(FlatCounty, models.PROTECT)
    estate = models.ForeignKey(FlatEstate, models.PROTECT, null=True)
    plot = models.CharField(max_length=40, blank=True)
    isic = models.CharField(max_length=4, blank=True)
    product = models.CharField(max_length=160, blank=True)
    capacity = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    capacity_unit = models.CharField(max_length=30, blank=True)
    licence_kind = models.CharField(max_length=20, blank=True, choices=Licence)
    licence_on = models.DateField(null=True)
    permit_no = models.CharField(max_length=40, blank=True)
    permit_on = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status)
    capacity_use = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    status_on = models.DateField()
    status_basis = models.CharField(max_length=20, blank=True, choices=Basis)
    employees = models.IntegerField(null=True)
    nominal_jobs = models.IntegerField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    manager = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "peer"

    def __str__(self) -> str:
        return self.name
