"""Addresses of facilities, what falls due of them, and the payments that wait for approval."""

from django.urls import path

from hamahang.web.support import facility_acts, facility_lists, facility_views, lending

ONE = "facilities/<int:facility_id>/"
urlpatterns = [
    path("facilities/", facility_lists.facilities, name="facilities"),
    path("facilities/due/", facility_lists.due, name="instalments-due"),
    path("facilities/waiting/", facility_lists.waiting, name="payments-waiting"),
    path("facilities/statement/", facility_lists.statement, name="facility-statement"),
    path("facilities/new/", lending.new, name="facility-new"),
    path(ONE, facility_views.facility, name="facility"),
    path(f"{ONE}contract/", lending.contract, name="facility-contract"),
    path(f"{ONE}contract/<int:contract_id>/back/", lending.contract_back, name="facility-contract-back"),
    path(f"{ONE}guarantee/", lending.guarantee, name="facility-guarantee"),
    path(f"{ONE}exception/", lending.exception, name="facility-exception"),
    path(f"{ONE}tranche/", lending.tranche, name="facility-tranche"),
    path(f"{ONE}tranche/<int:tranche_id>/release/", lending.release, name="facility-release"),
    path(f"{ONE}pay/", facility_acts.pay, name="facility-pay"),
    path(f"{ONE}pay/<int:payment_id>/", facility_acts.decide, name="facility-decide"),
    path(f"{ONE}paid/<int:disbursement_id>/reverse/", facility_acts.reverse, name="facility-reverse"),
    path(f"{ONE}repay/", facility_acts.repay, name="facility-repay"),
    path(f"{ONE}repaid/<int:repayment_id>/reverse/", facility_acts.repaid_reverse, name="facility-repaid-reverse"),
    path(f"{ONE}postpone/", facility_acts.postpone, name="facility-postpone"),
    path(f"{ONE}arrears/", facility_acts.arrears, name="facility-arrears"),
    path(f"{ONE}reschedule/", facility_acts.reschedule, name="facility-reschedule"),
    path(f"{ONE}settle/", facility_acts.settle, name="facility-settle"),
    path(f"{ONE}write-off/", facility_acts.write_off, name="facility-write-off"),
]
