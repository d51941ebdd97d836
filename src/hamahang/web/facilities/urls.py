"""Addresses of facilities, what falls due of them, and the payments that wait for approval."""

from django.urls import path

from hamahang.web.facilities import acts, classes, lending, lists, views

ONE = "facilities/<int:facility_id>/"
urlpatterns = [
    path("facilities/", lists.facilities, name="facilities"),
    path("facilities/due/", lists.due, name="instalments-due"),
    path("facilities/waiting/", lists.waiting, name="payments-waiting"),
    path("facilities/statement/", lists.statement, name="facility-statement"),
    path("facilities/classes/", classes.classes, name="facility-classes"),
    path("facilities/classes/set/", classes.set_limits, name="facility-classes-set"),
    path("facilities/classes/<int:limit_id>/back/", classes.limits_back, name="facility-classes-back"),
    path("facilities/new/", lending.new, name="facility-new"),
    path(ONE, views.facility, name="facility"),
    path(f"{ONE}contract/", lending.contract, name="facility-contract"),
    path(f"{ONE}contract/<int:contract_id>/back/", lending.contract_back, name="facility-contract-back"),
    path(f"{ONE}guarantee/", lending.guarantee, name="facility-guarantee"),
    path(f"{ONE}exception/", lending.exception, name="facility-exception"),
    path(f"{ONE}tranche/", lending.tranche, name="facility-tranche"),
    path(f"{ONE}tranche/<int:tranche_id>/release/", lending.release, name="facility-release"),
    path(f"{ONE}tranche/<int:tranche_id>/release/back/", lending.release_back, name="facility-release-back"),
    path(f"{ONE}tranche/<int:tranche_id>/back/", lending.tranche_back, name="facility-tranche-back"),
    path(f"{ONE}guarantee/<int:guarantee_id>/back/", lending.guarantee_back, name="facility-guarantee-back"),
    path(f"{ONE}exception/<int:exception_id>/back/", lending.exception_back, name="facility-exception-back"),
    path(f"{ONE}pay/", acts.pay, name="facility-pay"),
    path(f"{ONE}pay/<int:payment_id>/", acts.decide, name="facility-decide"),
    path(f"{ONE}paid/<int:disbursement_id>/reverse/", acts.reverse, name="facility-reverse"),
    path(f"{ONE}repay/", acts.repay, name="facility-repay"),
    path(f"{ONE}repaid/<int:repayment_id>/reverse/", acts.repaid_reverse, name="facility-repaid-reverse"),
    path(f"{ONE}postpone/", acts.postpone, name="facility-postpone"),
    path(f"{ONE}arrears/", acts.arrears, name="facility-arrears"),
    path(f"{ONE}reschedule/", acts.reschedule, name="facility-reschedule"),
    path(f"{ONE}settle/", acts.settle, name="facility-settle"),
    path(f"{ONE}write-off/", acts.write_off, name="facility-write-off"),
]
