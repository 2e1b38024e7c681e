from . import rollout_sender_question
