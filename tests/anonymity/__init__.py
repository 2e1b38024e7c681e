"""The promise of the weekly form, tried on a whole database, its servers' logs and its sessions."""
