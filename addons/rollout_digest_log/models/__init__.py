from . import rollout_digest_section
from . import rollout_digest_section_answers
from . import rollout_digest_section_log
from . import digest_digest
