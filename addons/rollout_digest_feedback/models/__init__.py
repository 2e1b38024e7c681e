from . import rollout_digest_section
