"""What Schemathesis does not know: bodies of newline-delimited JSON."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(_context, value):
    return json.dumps(value).encode()
