"""Tamper evidence: what was recorded can be shown not to have changed since.

================  ==========================================================
`canonical`       one way to write a value, so that equal values hash equal
`entry`           one line of a log: ids and digests, no personal text
`chain`           the next entry after the last one
`merkle`          one root for a whole log, and short proofs
`keys`            Ed25519, the only module here that is not standard library
`checkpoint`      a signed note of size and root, to be kept elsewhere
`verify`          walks a log and names the first wrong entry
`blocks`          the same walk for many unchanged entries at once
`diagnosis`       what was done at the place where a log stops agreeing
`findings`        what a verification found, in sentences
`contents`        the lines of an export that hold what was said
`standalone`      the verifier that goes into every export, one file
================  ==========================================================
"""
