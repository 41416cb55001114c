"""Reads lists of affected persons as student information systems write them.

CSV and XLSX, with whatever delimiter, encoding and column names they come; a
first look before anything is taken, and memory bounded however long they are.
"""
