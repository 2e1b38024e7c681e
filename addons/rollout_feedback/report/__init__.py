from . import rollout_kiosk_poster
