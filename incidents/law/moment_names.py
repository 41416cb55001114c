"""The moments that start, replace or fulfil a clock, by name."""

from __future__ import annotations

from enum import StrEnum


class MomentName(StrEnum):
    """The moments that the incident file records, by name."""

    OCCURRENCE_START = "occurrence_start"
    OCCURRENCE_END = "occurrence_end"
    CONTRACTOR_DISCOVERY = "contractor_discovery"
    CONTRACTOR_CONFIRMATION = "contractor_confirmation"
    RECEIPT = "receipt"
    DISCOVERY = "discovery"
    REPORT = "report"
    COMPLAINT_RECEIPT = "complaint_receipt"
    COMPLAINT_EXTENDED_TO = "complaint_extended_to"
    CYBER_INCIDENT_BELIEF = "cyber_incident_belief"
    RANSOM_PAYMENT = "ransom_payment"
    EXEMPTION_DETERMINATION = "exemption_determination"
    HHS_NOTIFICATION = "hhs_notification"

    @property
    def words(self) -> str:
        """Give the name as it stands in a sentence."""
        return _IN_WORDS[self]


_IN_WORDS = {
    MomentName.OCCURRENCE_START: "the start of the occurrence",
    MomentName.OCCURRENCE_END: "the end of the occurrence",
    MomentName.CONTRACTOR_DISCOVERY: "the contractor's discovery",
    MomentName.CONTRACTOR_CONFIRMATION: "the contractor's confirmation",
    MomentName.RECEIPT: "the receipt of the contractor's notification",
    MomentName.DISCOVERY: "the agency's own discovery",
    MomentName.REPORT: "the report of a breach by somebody else",
    MomentName.COMPLAINT_RECEIPT: "the receipt of the complaint",
    MomentName.COMPLAINT_EXTENDED_TO: "the day promised in the written explanation",
    MomentName.CYBER_INCIDENT_BELIEF: "the belief that a cybersecurity incident occurred",
    MomentName.RANSOM_PAYMENT: "the ransom payment",
    MomentName.EXEMPTION_DETERMINATION: "the determination that residents need no notice",
    MomentName.HHS_NOTIFICATION: "the notification of the HHS Secretary",
}
