from . import partner_portal
