"""The made-up cases in Spanish: the words that a person writes for each language."""

from __future__ import annotations

from notices.fields import NoticeFields, Value
from tests.notices import samples
from tests.notices.official_samples import OFFICIAL

_WRITTEN: dict[str, Value] = {
    "contact_hours": "los días de clases de 8 a. m. a 4 p. m.",
    "incident_description": (
        "Un archivo con listas de clases quedó en una página web que cualquiera podía abrir. La "
        "empresa ya quitó la página.\n\nNadie nos ha dicho que se haya usado mal el archivo."
    ),
    "data_types": ["nombre", "correo electrónico escolar", "grado y salón"],
    "groups_concerned": ["students", "teachers", "familias que dejaron nuestras escuelas en 2019"],
    "investigation": (
        "La empresa contrató a expertos de fuera para averiguar quién abrió el archivo. Nosotros "
        "revisamos ese trabajo con nuestro propio personal de tecnología."
    ),
    "steps_taken": [
        "La página web se quitó el 10 de abril.",
        "La empresa cambió quién puede publicar archivos.",
    ],
    "protective_steps": ["Hable con su hijo o hija sobre los mensajes de personas desconocidas."],
    "open_questions": ["¿Quién abrió el archivo?", "¿Hay exalumnos en la lista?"],
    "public_statements": [
        "El 20 de abril, una empresa que trabaja para nuestras escuelas nos avisó de un incidente.",
        "Escribimos a cada familia cuyo hijo o hija está entre los afectados.",
    ],
    "complainant": "Sra. Rosa Delgado",
    "complaint_about": (
        "Usted vio las notas de su hijo en una página web que cualquiera puede abrir."
    ),
    "complaint_delay": "La empresa no nos ha enviado la lista de quiénes abrieron la página.",
    "complaint_found": (
        "Usted tenía razón. Durante tres días, la página se podía abrir sin contraseña. Mostraba "
        "las notas de una clase."
    ),
    "complaint_done": ["Quitamos la página.", "Escribimos a cada familia de la clase."],
}
_PRIVATE: dict[str, Value] = {
    "data_types": ["nombre", "dirección", "fecha de nacimiento", "datos de la nómina"],
    "free_service": (
        "Usted puede pedir que alguien vigile su crédito durante un año, sin costo. Para "
        "inscribirse, llame al número de abajo antes del 31 de agosto."
    ),
}


def roster() -> NoticeFields:
    """Give the roster case as Spanish readers get it."""
    return samples.roster(**{**OFFICIAL, **_WRITTEN})


def private() -> NoticeFields:
    """Give the case with private information as Spanish readers get it."""
    return samples.private(**{**OFFICIAL, **_WRITTEN}).plus(**_PRIVATE)


def longest() -> NoticeFields:
    """Give the private case with the longest names in Spanish."""
    return private().plus(**samples.LONGEST)


def nothing_known() -> NoticeFields:
    """Give a case of which only the settings are known, with their Spanish hours."""
    return samples.nothing_known().plus(contact_hours=_WRITTEN["contact_hours"])
