import io

import pytest

from passeurs.core.refusals import Refused
from passeurs.documents.inspection.signature import check_signature
from passeurs.documents.rules import FORMATS


@pytest.mark.parametrize("content", [b"", b"\x01\x02\x03"])
def test_bytes_without_a_known_signature_are_refused(content):
    with pytest.raises(Refused, match="autre chose"):
        check_signature(io.BytesIO(content), FORMATS["png"])
