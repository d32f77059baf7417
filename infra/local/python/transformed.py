# Prints the templates that it is given as one JSON object: each by its path, as SAM transforms it.
# A template without the transform is printed as it is. `tests/it/transformed.rs` reads what is printed.
import json
import os
import sys
from types import SimpleNamespace

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# The transform asks for the region and calls nothing there.
os.environ["AWS_DEFAULT_REGION"] = "eu-west-2"

# It would ask IAM for the policies that a template takes from AWS by their names alone. Ours takes none.
NO_POLICIES = SimpleNamespace(load=lambda: {})


def transformed(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    if "Transform" not in template:
        return template
    for resource in template["Resources"].values():
        # A deployment uploads the code first, and the transform takes no folder.
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://uploaded/code"
    # No parameters: their defaults are those of a customer's stack.
    return transform(template, {}, NO_POLICIES)


json.dump({path: transformed(path) for path in sys.argv[1:]}, sys.stdout)
