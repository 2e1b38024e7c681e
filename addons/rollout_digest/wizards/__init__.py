from . import rollout_digest_preview
