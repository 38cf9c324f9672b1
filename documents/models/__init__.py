from .batch import CertificateBatch
from .document import Document
from .series import NumberSeries

__all__ = ["CertificateBatch", "Document", "NumberSeries"]
