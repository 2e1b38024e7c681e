from . import rollout_digest_section
from . import digest_digest
