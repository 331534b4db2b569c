"""Extracts Kubernetes schemas from the wheel of kubernetes-validate and makes their references relative.

usage: kubernetes-schemas.py <wheel> <folder> <version>...
"""
import json
import sys
import zipfile
from pathlib import Path

wheel, folder, *versions = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for version in versions:
        target = Path(folder) / f"v{version}"
        target.mkdir(parents=True)
        source = f"kubernetes_validate/kubernetes-json-schema/v{version}-local-strict/"
        for name in archive.namelist():
            if name.startswith(source) and name.endswith(".json"):
                text = archive.read(name).decode().replace('"/api/_definitions.json', '"_definitions.json')
                schema = json.loads(text)
                schema.pop("$id", None)
                (target / name.removeprefix(source)).write_text(json.dumps(schema))
