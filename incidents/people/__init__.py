"""Who is concerned, who is told for them, and in which way; no letter is sent here.

An **affected person** is somebody whose data was exposed, with the **contacts**
that a school keeps for them. A **recipient** is whom one notice goes to: a
household, a student who is of age, a teacher. Read in this order:

- ``person``         an affected person and their contacts, as a list says them
- ``recipient``      whom a notice goes to, in which way, about whom
- ``served``         which duties of a wave reach people, and whom they concern
- ``coming_of_age``  from which day a student is told instead of the parents
- ``reach``          what of a contact can be used, and how it is compared
- ``methods``        which ways the law allows, and which one is taken
- ``households``     who shares a letter, and who gets one of their own
- ``resolver``       all of it for one person
- ``counting``       how many of which group and residence a list has

Everything here is a pure function of what was imported, of the rules and of the
day of sending.
"""
