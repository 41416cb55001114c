"""Returned messages as real mail servers write them, made by hand."""

from __future__ import annotations

_POSTFIX = """\
Return-Path: <>
Date: Fri, 20 Mar 2026 10:00:05 -0400 (EDT)
From: MAILER-DAEMON@mail.kingston.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: dpo@kingston.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="4F6.1/mail.kingston.example"
Message-Id: <20260320140005.4F6@mail.kingston.example>

This is a MIME-encapsulated message.

--4F6.1/mail.kingston.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.kingston.example.

<{to}>: host mx.families.example[192.0.2.7] said: {status} (in reply to RCPT TO command)

--4F6.1/mail.kingston.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.kingston.example
X-Postfix-Queue-ID: 4F6
Arrival-Date: Fri, 20 Mar 2026 10:00:01 -0400 (EDT)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.families.example
Diagnostic-Code: smtp; 550 {status} no such user

--4F6.1/mail.kingston.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <dpo@kingston.example>
Message-ID: <{message_id}>
Date: Fri, 20 Mar 2026 14:00:00 +0000
From: "Kingston City School District"
 <dpo@kingston.example>
To: "Parent 1 Ames"
 <{to}>
Subject: About your child's data

--4F6.1/mail.kingston.example--
"""

_EXCHANGE = """\
From: <postmaster@families.example>
To: <dpo@kingston.example>
Date: Fri, 20 Mar 2026 14:00:09 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="c1a8f4f2-5d0e-4f43-9f7e-5a2d4a0c3f11"
MIME-Version: 1.0
Subject: Undeliverable: About your child's data
Auto-Submitted: auto-replied

--c1a8f4f2-5d0e-4f43-9f7e-5a2d4a0c3f11
Content-Type: multipart/alternative; differences=Content-Type;
	boundary="inner"

--inner
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to {to} couldn't be delivered.

--inner
Content-Type: text/html; charset="us-ascii"

<p>Your message couldn't be delivered.</p>

--inner--

--c1a8f4f2-5d0e-4f43-9f7e-5a2d4a0c3f11
Content-Type: message/delivery-status

Reporting-MTA: dns;MN2PR01MB.prod.example
Received-From-MTA: dns;mail.kingston.example
Arrival-Date: Fri, 20 Mar 2026 14:00:07 +0000

Final-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER.ADR.RecipientNotFound; not found

--c1a8f4f2-5d0e-4f43-9f7e-5a2d4a0c3f11
Content-Type: message/rfc822

Received: from mail.kingston.example by mx.families.example; Fri, 20 Mar 2026 14:00:07 +0000
Message-ID: <{message_id}>
From: Kingston City School District <dpo@kingston.example>
To: Parent 1 Ames <{to}>
Subject: About your child's data
MIME-Version: 1.0
Content-Type: text/plain

Dear Parent 1 Ames

--c1a8f4f2-5d0e-4f43-9f7e-5a2d4a0c3f11--
"""

_GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: dpo@kingston.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
In-Reply-To: <{message_id}>
References: <{message_id}>
X-Failed-Recipients: {to}
MIME-Version: 1.0
Content-Type: multipart/report; boundary="000000000000aa"; report-type=delivery-status

--000000000000aa
Content-Type: multipart/related; boundary="000000000000bb"

--000000000000bb
Content-Type: multipart/alternative; boundary="000000000000cc"

--000000000000cc
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {to} because the address couldn't be found.

--000000000000cc--
--000000000000bb
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--000000000000bb--
--000000000000aa
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Fri, 20 Mar 2026 07:00:01 -0700 (PDT)
X-Original-Message-ID: <{message_id}>

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550-{status} The email account that you tried to reach does not exist.
Last-Attempt-Date: Fri, 20 Mar 2026 07:00:02 -0700 (PDT)

--000000000000aa
Content-Type: message/rfc822

Message-ID: <{message_id}>
From: Kingston City School District <dpo@kingston.example>
To: Parent 1 Ames <{to}>
Subject: About your child's data

Dear Parent 1 Ames

--000000000000aa--
"""

_WORDS_ONLY = """\
Return-Path: <>
From: MAILER-DAEMON@mx.families.example
To: dpo@kingston.example
Subject: failure notice

Hi. This is the program at mx.families.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
550 {status} sorry, no mailbox here by that name

--- Below this line is a copy of the message.

Message-ID: <{message_id}>
From: Kingston City School District <dpo@kingston.example>
To: Parent 1 Ames <{to}>
Subject: About your child's data

Dear Parent 1 Ames
"""

SHAPES = {
    "postfix": _POSTFIX,
    "exchange": _EXCHANGE,
    "gmail": _GMAIL,
    "words only": _WORDS_ONLY,
}


def returned(
    message_id: str,
    to: str,
    *,
    shape: str = "postfix",
    action: str = "failed",
    status: str = "5.1.1",
) -> bytes:
    """Give a returned message of one of the shapes, with a mail server's line ends."""
    text = SHAPES[shape].format(message_id=message_id, to=to, action=action, status=status)
    return text.replace("\n", "\r\n").encode()
