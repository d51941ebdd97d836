"""One row of the list of units in one table, without history, links or evidence."""

from django.db import models


class FlatUnit(models.Model):
    """What a row says, by column; `licence_no` tells rows apart."""

    licence_no = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    company = models.CharField(max_length=160, blank=True)
    national_id = models.CharField(max_length=11, blank=True)
    county = models.CharField(max_length=60)
    estate = models.CharField(max_length=120, blank=True)
    plot = models.CharField(max_length=40, blank=True)
    isic = models.CharField(max_length=4, blank=True)
    product = models.CharField(max_length=160, blank=True)
    capacity = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    capacity_unit = models.CharField(max_length=30, blank=True)
    licence_kind = models.CharField(max_length=20, blank=True)
    licence_on = models.CharField(max_length=10, blank=True)
    permit_no = models.CharField(max_length=40, blank=True)
    permit_on = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=20)
    capacity_use = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    status_on = models.CharField(max_length=10)
    status_basis = models.CharField(max_length=20, blank=True)
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
