"""Records the requests of Cloudflare's SDK for Python, for the test `side_by_side`.

Requires `pip install cloudflare==5.9.0`. Run it in this folder: `python record.py > python.json`. It sends the requests to a server
in this process.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import cloudflare

ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353"
LIVE_INPUT = "66be4bf738797e01e1fca35a7bdecdcd"
OUTPUT = "baea4d9c515887b80289d5c33cf01145"

recorded = []


class Recorder(BaseHTTPRequestHandler):
    def respond(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        path, _, query = self.path.partition("?")
        recorded.append(
            {
                "method": self.command,
                "path": path,
                "query": query,
                "authorization": self.headers.get("authorization"),
                "accept": self.headers.get("accept"),
                "content_type": self.headers.get("content-type"),
                "body": json.loads(body) if body else None,
            }
        )
        response = b'{"success":true,"errors":[],"messages":[],"result":null}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(response)))
        self.end_headers()
        self.wfile.write(response)

    do_GET = do_POST = do_PUT = do_DELETE = respond

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Recorder)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = cloudflare.Cloudflare(
    api_token="Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY",
    base_url=f"http://127.0.0.1:{server.server_port}/client/v4",
)
live_inputs = client.stream.live_inputs
settings = {
    "default_creator": "creator-id_abcde12345",
    "delete_recording_after_days": 45,
    "enabled": False,
    "meta": {"name": "test stream 1", "nested": {"a": [1, None, "é"]}},
    "prefer_low_latency": True,
    "recording": {
        "allowed_origins": ["example.com", "https://*.example.org"],
        "hide_live_viewer_count": False,
        "mode": "automatic",
        "require_signed_urls": True,
        "timeout_seconds": 0,
    },
}
live_inputs.create(account_id=ACCOUNT)
live_inputs.create(account_id=ACCOUNT, **settings)
live_inputs.list(account_id=ACCOUNT)
live_inputs.list(account_id=ACCOUNT, include_counts=True)
live_inputs.get(LIVE_INPUT, account_id=ACCOUNT)
live_inputs.update(LIVE_INPUT, account_id=ACCOUNT, **settings)
live_inputs.delete(LIVE_INPUT, account_id=ACCOUNT)
live_inputs.outputs.create(
    LIVE_INPUT, account_id=ACCOUNT, stream_key="k ey/+=", url="rtmp://a.rtmp.example.com/live2", enabled=True
)
list(live_inputs.outputs.list(LIVE_INPUT, account_id=ACCOUNT))
live_inputs.outputs.update(OUTPUT, account_id=ACCOUNT, live_input_identifier=LIVE_INPUT, enabled=False)
live_inputs.outputs.delete(OUTPUT, account_id=ACCOUNT, live_input_identifier=LIVE_INPUT)
print(json.dumps(recorded, indent=2, ensure_ascii=False))
