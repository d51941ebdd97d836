"""Support programmes, their budget lines, credit facilities and payments, in whole rials."""

from django.db import models
from django.db.models import Q

from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale
from hamahang.support.records.claims import ClaimLimit as ClaimLimit
from hamahang.support.records.facilities import FacilityContract as FacilityContract
from hamahang.support.records.facilities import FacilityException as FacilityException
from hamahang.support.records.facilities import FacilityNow as FacilityNow
from hamahang.support.records.facilities import Guarantee as Guarantee
from hamahang.support.records.facilities import Instalment as Instalment
from hamahang.support.records.facilities import OpenInstalment as OpenInstalment
from hamahang.support.records.facilities import PaymentDecision as PaymentDecision
from hamahang.support.records.facilities import PaymentOrder as PaymentOrder
from hamahang.support.records.facilities import Posting as Posting
from hamahang.support.records.facilities import Repayment as Repayment
from hamahang.support.records.facilities import Schedule as Schedule
from hamahang.support.records.facilities import Tranche as Tranche
from hamahang.support.records.facilities import TrancheRelease as TrancheRelease
from hamahang.support.records.flags import FlagDecision as FlagDecision
from hamahang.support.records.flags import FlagLimit as FlagLimit
from hamahang.support.records.packages import MeasureState as MeasureState
from hamahang.support.records.packages import PackageMeasure as PackageMeasure
from hamahang.support.records.packages import SupportPackage as SupportPackage
from hamahang.support.records.programmes import AgentBank as AgentBank
from hamahang.support.records.programmes import Allocation as Allocation
from hamahang.support.records.programmes import EligibilityRules as EligibilityRules
from hamahang.support.records.programmes import EnergyBill as EnergyBill
from hamahang.support.records.programmes import LegalBasis as LegalBasis
from hamahang.support.records.programmes import PriceRise as PriceRise
from hamahang.support.records.programmes import SectorCosts as SectorCosts
from hamahang.support.records.programmes import StatedSum as StatedSum
from hamahang.support.records.reconciling import BankPayment as BankPayment
from hamahang.support.records.reconciling import BankStatement as BankStatement
from hamahang.support.records.reconciling import PaymentJoin as PaymentJoin
from hamahang.support.records.reconciling import ReconcilingDecision as ReconcilingDecision
from hamahang.support.records.reconciling import StatementSignature as StatementSignature
from hamahang.support.records.requests import RequestAssessment as RequestAssessment
from hamahang.support.records.requests import RequestPaper as RequestPaper
from hamahang.support.records.requests import RequestStage as RequestStage
from hamahang.support.records.requests import SupportRequest as SupportRequest


class SupportProgramme(Record):
    """A programme with its legal source."""

    code = models.CharField(max_length=30, db_index=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    legal_source = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = (once_standing("code", name="programme_of_a_code_once"),)

    def __str__(self) -> str:
        return self.title


class BudgetLine(Record):
    """A purpose within a programme that money is set aside for."""

    programme = models.ForeignKey(SupportProgramme, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)

    class Meta:
        constraints = (once_standing("programme", "code", name="line_once_in_its_programme"),)

    def __str__(self) -> str:
        return self.title


class CreditFacility(Record):
    """A loan facility approved by a bank for a unit under a budget line."""

    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="facilities")
    approved = models.BigIntegerField()  # rials
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = (
            once_standing("bank", "number", name="facility_number_once_in_its_bank"),
            models.CheckConstraint(condition=Q(approved__gte=0), name="facility_approved"),
        )
        indexes = (
            models.Index(fields=("unit",), name="facility_of_unit"),
            models.Index(fields=("number", "id"), name="facility_by_number"),
        )

    def __str__(self) -> str:
        return self.number


class Disbursement(Fact):
    """A payment from a facility on a day (`since_on`)."""

    facility = models.ForeignKey(CreditFacility, models.PROTECT, related_name="disbursements")
    document_no = models.CharField(max_length=60)
    amount = models.BigIntegerField()  # rials
    # what was entered and approved in the pages; a bank's list has neither
    payment = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="disbursements", null=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("disbursement_proof"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="disbursement_amount"),
            once_standing("facility", "document_no", name="document_once_in_its_facility"),
            once_standing("payment", name="entered_payment_is_paid_once"),
        )
        indexes = (models.Index(fields=("since_on", "facility"), name="disbursement_by_day"),)

    def __str__(self) -> str:
        return self.document_no
