# The local AWS, with one thing more: what is attached to a mail, which its SES drops, is kept in a folder, a
# file for each mail by its id. `shared/testkit/src/mailbox.rs` reads it.
import json
import os
import pathlib
import sys

from ministack.app import main
from ministack.services import ses_v2

FOLDER = pathlib.Path(os.environ["ATTACHMENTS_DIR"])

as_it_is = ses_v2.handle_request


async def keeping_attachments(method, path, headers, body, query_params):
    answer = await as_it_is(method, path, headers, body, query_params)
    if method == "POST" and path.rstrip("/").endswith("/outbound-emails"):
        attached = json.loads(body).get("Content", {}).get("Simple", {}).get("Attachments")
        sent = json.loads(answer[2]).get("MessageId")
        if attached and sent:
            (FOLDER / sent).write_text(json.dumps(attached))
    return answer


ses_v2.handle_request = keeping_attachments
sys.exit(main())
