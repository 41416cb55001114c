"""The smallest notice that is taken: its meta.yaml, and a letter of one line."""

from __future__ import annotations

META = """\
version: 1
title: Notice
form: letter
audience: families
language: en
recipients: {parent: {dear: parent}}
methods: {email: as agreed}
provisions:
  - rule: ny.8nycrr121.individuals
    citation: 8 NYCRR 121.10(g)
    elements:
      contact: {fields: [contact_phone], need: always}
"""
LETTER = '<title>Notice</title>\n<p element="contact">{{ contact_phone }}</p>\n'
