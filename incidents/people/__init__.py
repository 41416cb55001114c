"""Who is concerned, who is told for them, and in which way; no letter is sent here.

An **affected person** is somebody whose data was exposed, with the **contacts**
that a school keeps for them. A **recipient** is whom one notice goes to: a
household, a student who is eighteen, a teacher. Everything here is a pure
function of what was imported, of the law's methods and of the day of sending.
"""
