import threading

import pytest

from tests.scorers.service import Service


@pytest.fixture
def service():
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.gone.set()
        server.shutdown()
        thread.join()
