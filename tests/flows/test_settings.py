"""The environment Prefect is given: private, on loopback, in one folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import PrefectSettings

HOME = Path("/somewhere/duenotice")


def test_without_a_server_of_the_operator_one_is_started():
    assert PrefectSettings.read(HOME, {}).api_url is None
    assert PrefectSettings.read(HOME, {"PREFECT_API_URL": " "}).api_url is None


def test_a_server_of_the_operator_is_used():
    given = {"PREFECT_API_URL": "https://prefect.district.example/api"}
    assert PrefectSettings.read(HOME, given).api_url == "https://prefect.district.example/api"


def test_the_server_keeps_all_its_files_in_one_folder():
    environment = PrefectSettings(installation=HOME).for_server(4200, {})
    assert environment["PREFECT_HOME"] == "/somewhere/duenotice/prefect"
    assert environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == (
        "sqlite+aiosqlite:////somewhere/duenotice/prefect/prefect.db"
    )


def test_the_server_listens_to_this_computer_only():
    environment = PrefectSettings(installation=HOME).for_server(4200, {})
    assert environment["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environment["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4200"
    assert environment["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"


@pytest.mark.parametrize("side", ["server", "clients"])
def test_nothing_is_sent_home_and_no_result_is_stored(side):
    settings = PrefectSettings(installation=HOME)
    inherited = {"PREFECT_SERVER_ANALYTICS_ENABLED": "true", "DO_NOT_TRACK": "0"}
    environment = (
        settings.for_server(4200, inherited)
        if side == "server"
        else {**inherited, **settings.for_clients("http://127.0.0.1:4200/api", inherited)}
    )
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["PREFECT_RESULTS_PERSIST_BY_DEFAULT"] == "false"


def test_a_web_proxy_is_not_asked_for_this_computer():
    inherited = {"HTTP_PROXY": "http://proxy.district.example:3128", "NO_PROXY": "10.0.0.1"}
    environment = PrefectSettings(installation=HOME).for_server(4200, inherited)
    assert environment["NO_PROXY"] == "10.0.0.1,127.0.0.1,localhost"
