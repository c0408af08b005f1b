"""A moderation service on a port of this host, as bad as a test wants it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sk-hearth-0123456789-never-to-be-seen"
SAID = {
    "harassment": 0.8,
    "harassment/threatening": 0.3,
    "hate": 0.1,
    "hate/threatening": 0.4,
    "violence": 0.99,
    "sexual": 0.98,
    "self-harm": None,
}
OURS = {"toxicity": 0.8, "insult": 0.8, "threat": 0.4, "identity_attack": 0.4}


def answer(scores):
    return 200, {}, json.dumps({"id": "m1", "results": [{"category_scores": scores}]}).encode()


class Service(ThreadingHTTPServer):
    """Answers what `script` holds, one after another; the last one ever again."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.asked, self.at = [answer(SAID)], [], []
        self.busy = self.most = 0
        self.lock, self.delay_s = threading.Lock(), 0.0
        self.begun, self.gone = threading.Event(), threading.Event()
        self.drips = False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1/moderations"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        at = time.monotonic()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        service = self.server
        service.begun.set()
        with service.lock:
            service.asked.append((self.path, self.headers.get("Authorization"), body))
            service.at.append(at)
            status, headers, content = service.script[0]
            if len(service.script) > 1:
                service.script.pop(0)
            service.busy += 1
            service.most = max(service.most, service.busy)
        service.gone.wait(service.delay_s)
        with service.lock:
            service.busy -= 1
        try:
            self.drip()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            pass  # who asked has given up

    def drip(self):
        """A head of an answer that does not end; no letter of it is long in coming."""
        if self.server.drips:
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Drip: ")
        while self.server.drips and not self.server.gone.wait(0.05):
            self.wfile.write(b".")

    def log_message(self, *_):
        pass
