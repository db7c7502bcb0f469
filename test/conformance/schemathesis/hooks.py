"""What the document cannot say of a request that is valid, and Schemathesis has to be told."""

import itertools
import re

import schemathesis

KEY = re.compile(r"^[a-zA-Z0-9_-]{1,255}$")
PAST = "2026-01-01T00:00:00Z"
FUTURE = "2099-12-31T23:59:59Z"
keys = itertools.count(1)


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # A key is one request: another one under it is refused, as it must be.
    if KEY.match(str((case.headers or {}).get("Idempotency-Key", ""))):
        case.headers["Idempotency-Key"] = f"schemathesis-{next(keys)}"
    if case.query:
        # A cursor is what the page before said, and no text of anybody's.
        case.query.pop("cursor", None)
        # Which names are zones only their data knows.
        if "zone" in case.query:
            case.query["zone"] = "Africa/Johannesburg"
        # A period ends after it begins, and that of a summary is a year at most.
        if "to" in case.query or case.path == "/summary":
            case.query.pop("from", None)
        # The books of a day that has not begun say nothing.
        if case.path.endswith("/ageing") and "as_of" in case.query:
            case.query["as_of"] = PAST[:10]
    if isinstance(case.body, dict):
        case.body = integers(case.body)
        compare(case.body)
        compare(case.body.get("adopt") or {})
        if case.method == "PATCH" and isinstance(case.body.get("metadata"), dict):
            case.body["metadata"] = few_keys(case.body["metadata"])


def integers(value):
    """278.0 is an integer to JSON Schema, and is refused here: whoever writes it so counts money in floats."""
    if isinstance(value, dict):
        return {name: integers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [integers(member) for member in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def compare(body):
    """A member that is compared with the clock, or with another one: what is left to pay of a bill that is adopted."""
    if "balance_as_of" in body:
        body["balance_as_of"] = PAST
    if "expires_at" in body:
        body["expires_at"] = FUTURE
    if isinstance(body.get("amount_due"), int) and isinstance(body.get("balance"), int):
        body["balance"] = min(body["amount_due"], max(body["balance"], 0))


def few_keys(metadata):
    """An update adds to what is there, and ten keys is the most in all."""
    return {f"key_{number}": text for number, text in enumerate(metadata.values())}

